package io.coopserve.demo.caption;

/** The little grammar that captions need. */
final class English {
    private static final String[] NUMBERS = {"one", "two", "three", "four", "five", "six", "seven", "eight"};

    private English() {
    }

    /** 1 to 8 in words. */
    static String number(int count) {
        return NUMBERS[count - 1];
    }

    static String plural(String noun) {
        return noun.endsWith("s") || noun.endsWith("x") || noun.endsWith("sh") || noun.endsWith("ch")
                ? noun + "es"
                : noun + "s";
    }

    /** Writes "an" for "a" before a vowel: templates do not know what comes into them. No word of ours begins with a spoken "you". */
    static String articles(String text) {
        StringBuilder right = null;
        for (int at = 0; (at = text.indexOf("a ", at)) >= 0; at += 2) {
            boolean alone = at == 0 || text.charAt(at - 1) == ' ';
            if (alone && at + 2 < text.length() && "aeiou".indexOf(text.charAt(at + 2)) >= 0) {
                right = right == null ? new StringBuilder(text) : right;
                right.insert(at + 1 + right.length() - text.length(), 'n');
            }
        }
        return right == null ? text : right.toString();
    }

    /** "A red and white grid" from "a grid": colours go behind the article, if there is one. */
    static String coloured(String noun, String colours) {
        return noun.startsWith("a ") ? "a " + colours + noun.substring(1) : colours + " " + noun;
    }
}
