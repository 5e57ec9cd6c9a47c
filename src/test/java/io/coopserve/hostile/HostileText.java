package io.coopserve.hostile;

import java.util.List;

/** Texts that are long, or mean something else than they seem to. */
final class HostileText {
    /** As they stand in a path. */
    private static final List<String> SEGMENTS = List.of("", ".", "..", "..;", "%2e%2e", "..%2f..%2f..%2fetc%2fpasswd",
            "%2e%2e%2fcontrol", "..%5c..%5cx", "a%2fb", "a%252fb", "%00", "a%00b", "control%00", "%", "%zz", "%u002e",
            "a%0d%0ax",
            "%E2%80%AE", "a%E2%80%8Bb", "%C4%B0", "%E2%84%AA", "%EF%BC%A1", "%EF%BD%81", "%D9%A1", "%EF%BC%91", "1%00", "+1",
            "-1",
            "01", "0x1", "1e3", "1.0", "2147483647", "2147483648", "99999999999999999999", "%ff", "%c0%ae%c0%ae", "%ed%a0%80",
            "%F0%9F%98%80", "e%CC%81", "A", "CON", "con", "nul", "aux.txt", "-a", "a-", "_a", "a%20b", "a+b", "a;b=c", "a%3Bb",
            "a:b",
            "a%5Cb", "*", "?", "%3f", "%23", "{tenant}", "$%7Bjndi:ldap://x/a%7D", "%3Cscript%3E", "a'or'1'='1", "temporary",
            "null", "undefined", "a".repeat(63), "a".repeat(64), "a".repeat(3000), "%61".repeat(40), "%61%2f".repeat(400));
    private static final String ODD = "\u202e\u200b\u200d\ufeff\u0000\u0007\u001b[31m\u0085\u2028\u0301\ufffe";
    private static final String EMOJI = "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67";

    private HostileText() {
    }

    static String segment(Dice dice) {
        return dice.chance(85) ? dice.from(SEGMENTS) : "%" + "%02x".formatted(dice.below(256)) + dice.from(SEGMENTS);
    }

    /** Anything that a Java string can hold. */
    static String any(Dice dice) {
        return switch (dice.below(22)) {
            case 0 -> "";
            case 1 -> " ".repeat(dice.between(1, 300_000)) + "a";
            case 2 -> "a".repeat(dice.between(100, 300_000));
            case 3 -> "{}".repeat(dice.between(1, 50_000));
            case 4 -> "Σσ".repeat(dice.between(1, 50_000));
            case 5 -> "&amp;".repeat(dice.between(1, 50_000)) + "&#x41;&#99999999999;";
            case 6 -> "!".repeat(dice.between(1, 100_000));
            case 7 -> EMOJI.repeat(dice.between(1, 10_000));
            case 8 -> "e" + "\u0301".repeat(dice.between(1, 100_000));
            case 9 -> "\ud800";
            case 10 -> "x\udc00y";
            case 11 -> ODD;
            case 12 -> "a {} " + ODD;
            case 13 -> "../../etc/passwd";
            case 14 -> "${jndi:ldap://x/a} %s %n {{7*7}}";
            case 15 -> "<|endoftext|>".repeat(dice.between(1, 80));
            case 16 -> "A'" + ".'".repeat(dice.between(1, 50_000)) + "Σ";
            case 17 -> "Σ" + "\u00ad".repeat(dice.between(1, 100_000));
            case 18 -> "ﷺ".repeat(dice.between(1, 30_000));
            case 19 -> "a ".repeat(dice.between(1, 100_000));
            case 20 -> new String(dice.bytes(dice.between(1, 2_000)), java.nio.charset.StandardCharsets.UTF_16BE);
            default -> "\u1100\u1161\u11a8".repeat(dice.between(1, 20_000)); // composes and lower-cases oddly
        };
    }

    /** For a query or a header: printable ASCII. */
    static String value(Dice dice) {
        return dice.of("", "0", "-1", "1", "+1", "00001", "2147483648", "1e999", "NaN", "Infinity", "-0", "0x1p3", "1f", "0.5d",
                "1_0",
                "%D9%A1", "%00", "%ff", "%ed%a0%80", "%E2%80%AE", "null", "true", "*", "\"1\"", "\"999999999999999999\"",
                "W/\"1\"", "\"\"", "\"1\",\"2\"", "%s%n", "a".repeat(2_000), "9".repeat(500), "%0d%0aX-Injected:%201",
                "1".repeat(19), "\"" + "9".repeat(18) + "\"");
    }
}
