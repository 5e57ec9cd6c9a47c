package io.coopserve.demo.study;

import java.util.ArrayList;
import java.util.List;

import io.coopserve.demo.study.Results.Of;
import io.coopserve.report.Estimate;

/** What the papers say that can be looked at here. */
final class Claims {
    private static final String COOP = "CoOp, ";
    private static final String COCOOP = "CoCoOp, ";
    private static final String KGCOOP = "KgCoOp, ";

    private final Results results;
    private final List<Claim> claims = new ArrayList<>();

    private Claims(Results results) {
        this.results = results;
    }

    static List<Claim> of(Results results) {
        Claims claims = new Claims(results);
        claims.fewShots();
        claims.contexts();
        claims.newClasses();
        claims.shifts();
        return claims.claims;
    }

    private static Of most(Contestant contestant) {
        return new Of(contestant, Contestant.MOST);
    }

    private static Of none(Contestant contestant) {
        return new Of(contestant, 0);
    }

    private void claim(String text, String source, Of better, Of worse) {
        claims.add(new Claim(text, source, results.difference(better, worse, Part.ALL)));
    }

    private void fewShots() {
        claim("16 shots are better than \"a photo of a {}.\"", COOP + "4.2", most(Contestant.COOP), none(Contestant.GENERIC));
        claim("16 shots are better than a prompt written for the task", COOP + "4.2", most(Contestant.COOP), none(
                Contestant.SPECIFIC));
        claim("2 shots are enough to be better than a prompt written for the task", COOP + "4.2", new Of(Contestant.COOP, 2),
                none(Contestant.SPECIFIC));
        claim("16 shots are better than 1", COOP + "4.2", most(Contestant.COOP), new Of(Contestant.COOP, 1));
        claim("with 1 shot CoOp is better than the linear probe", COOP + "4.2", new Of(Contestant.COOP, 1), new Of(
                Contestant.PROBE, 1));
        claim("with 16 shots CoOp is better than the linear probe", COOP + "4.2", most(Contestant.COOP), most(
                Contestant.PROBE));
        claim("with 1 shot Tip-Adapter is better than CoOp", "Tip-Adapter, 4.2", new Of(Contestant.TIP, 1), new Of(
                Contestant.COOP, 1));
    }

    private void contexts() {
        claim("16 vectors are better than 4", COOP + "4.3", most(Contestant.COOP), most(Contestant.M4));
        claim("with 1 shot, 4 vectors are better than 16", COOP + "4.2", new Of(Contestant.M4, 1), new Of(Contestant.COOP, 1));
        claim("starting from words is better than at random (M = 4; the paper: no difference)", COOP + "4.3", most(
                Contestant.WORDS4), most(Contestant.M4));
        claim("with 1 shot a shared context is better than class-specific ones", COOP + "4.2", new Of(Contestant.COOP, 1),
                new Of(Contestant.SPECIFIC_CONTEXTS, 1));
        claim("with 16 shots class-specific contexts are better (the paper: on some tasks)", COOP + "4.2", most(
                Contestant.SPECIFIC_CONTEXTS), most(Contestant.COOP));
        claim("the name in the middle is better than at the end (the paper: no clear winner)", COOP + "4.2", most(
                Contestant.MIDDLE), most(Contestant.COOP));
        claim("random crops (8 of each image) are better than the centre crop", COOP + "4.1 draws them anew", most(
                Contestant.VIEWS), most(Contestant.COOP));
    }

    private void newClasses() {
        claims.add(new Claim("on new classes CoOp is worse than \"a photo of a {}.\"", COCOOP + "4.1", results.difference(none(
                Contestant.GENERIC), most(Contestant.WORDS4), Part.NEW)));
        newClasses("CoCoOp", COCOOP + "4.1", Contestant.COCOOP, Contestant.SHORT_COOP, "with the same schedule");
        newClasses("CoCoOp", COCOOP + "4.1", Contestant.COCOOP, Contestant.WORDS4, "each with its own schedule");
        newClasses("KgCoOp", KGCOOP + "4.2", Contestant.SHORT_KGCOOP, Contestant.SHORT_COOP, "with the same schedule");
        newClasses("KgCoOp", KGCOOP + "4.2", Contestant.KGCOOP, Contestant.WORDS4, "each with its own schedule");
    }

    private void newClasses(String name, String source, Contestant better, Contestant coop, String how) {
        claims.add(new Claim("on new classes %s is better than CoOp, %s".formatted(name, how), source, results.difference(most(
                better), most(coop), Part.NEW)));
        Estimate harmonic = results.harmonicDifference(most(better), most(coop));
        claims.add(new Claim("the harmonic mean of base and new is better with %s than with CoOp, %s".formatted(name, how),
                source, harmonic));
    }

    private void shifts() {
        claims.add(shift("under shift CoOp is better than \"a photo of a {}.\"", most(Contestant.COOP), none(
                Contestant.GENERIC)));
        claims.add(shift("under shift CoOp is better than the linear probe", most(Contestant.COOP), most(Contestant.PROBE)));
        claims.add(shift("under shift 4 vectors are better than 16", most(Contestant.M4), most(Contestant.COOP)));
    }

    private Claim shift(String text, Of better, Of worse) {
        return new Claim(text, COOP + "4.2", results.shiftedDifference(better, worse));
    }
}
