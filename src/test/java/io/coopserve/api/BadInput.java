package io.coopserve.api;

import java.util.function.Function;

import io.restassured.response.Response;

/**
 * A request that cannot be served.
 *
 * @param word what its problem has to mention to be of help
 */
record BadInput(String what, int status, String word, Function<Customer, Response> request) {
    @Override
    public String toString() {
        return what;
    }
}
