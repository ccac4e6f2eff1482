/// Names that a careless picture would run, reorder or be broken by.
enum Hostile {
    static let names = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; alert(1); '", "</style><script>",
        "]]>",
        "&amp;&lt;", "\u{202E}desrever", "مرحبا بالعالم", "a\u{0}b\u{8}c\u{1B}[31m", "line\nbreak\r\ttab",
        String(repeating: "long ", count: 2000), String(repeating: "W", count: 10_000),
        "a" + String(repeating: "\u{301}", count: 10_000), "👩‍👩‍👧‍👦", "\u{FFFE}\u{FFFF}\u{FEFF}", "", " ",
        "{{7*7}}", "%s%n",
    ]

    /// Numbers that have no place, or that arithmetic overflows with.
    static let numbers: [Double] = [
        .nan, .infinity, -.infinity, 0, -0.0, 1, -1, Double.leastNonzeroMagnitude, .greatestFiniteMagnitude,
        -.greatestFiniteMagnitude,
        1e300, 1e-300,
    ]
}
