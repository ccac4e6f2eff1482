import Trellis

extension ReadingOptions {
    /// Creates options from flags and a specification; flags override the specification.
    ///
    /// - Throws: ``CommandError``, `TextError`.
    init(_ flags: ReadingFlags, _ spec: SpecFile = SpecFile()) throws {
        func text(_ flag: String?, _ name: String) throws -> PlacedText? {
            try flag.map { PlacedText(text: $0, place: TextPlace("--\(name)")) } ?? spec.text(name)
        }
        func list(_ flags: [String], _ name: String) throws -> [String] {
            let texts = flags.map { PlacedText(text: $0, place: TextPlace("--\(name)")) }
            return try (texts.isEmpty ? spec.texts(name) ?? [] : texts).flatMap { try CommaList.parse($0) }
        }
        let flagged = try flags.type.map {
            try Self.typeOfColumn(PlacedText(text: $0, place: TextPlace("--type")))
        }
        let written = try spec.pairs("type").map { ($0, try Self.kind($1)) }
        self.init(
            separator: try text(flags.separator, "separator").map { try Self.separator($0) } ?? ",",
            decimal: try text(flags.decimal, "decimal").map { try Self.decimal($0) } ?? .point,
            missing: try list(flags.missing, "missing"),
            usesStandardMissing: try flags.standardMissing ?? spec.flag("standard-missing") ?? true,
            types: Dictionary(written + flagged) { _, last in last },
            ignore: try list(flags.ignore, "ignore"))
        if decimal.rawValue == String(separator) {
            throw CommandError.conflict(
                "numbers with decimal commas need another character between cells; add --separator ';'")
        }
    }

    /// Parses `COLUMN=KIND`; the name may contain equals signs.
    private static func typeOfColumn(_ text: PlacedText) throws -> (String, ColumnKind) {
        guard let mark = text.text.lastIndex(of: "="), mark > text.text.startIndex else {
            throw TextError.malformed(
                at: text.place, found: "'\(text.text)'",
                expected: "a column and its kind, such as zip=category")
        }
        let kind = String(text.text[text.text.index(after: mark)...])
        return (String(text.text[..<mark]), try Self.kind(PlacedText(text: kind, place: text.place)))
    }

    private static func kind(_ text: PlacedText) throws -> ColumnKind {
        guard let kind = ColumnKind(rawValue: text.text) else {
            throw TextError.malformed(
                at: text.place, found: "'\(text.text)'", expected: "number, category or date")
        }
        return kind
    }

    private static func separator(_ text: PlacedText) throws -> Character {
        if text.text == "tab" || text.text == "\\t" { return "\t" }
        guard let character = text.text.first, text.text.count == 1 else {
            throw TextError.malformed(
                at: text.place, found: "'\(text.text)'", expected: "one character, such as ';', or 'tab'")
        }
        return character
    }

    private static func decimal(_ text: PlacedText) throws -> DecimalMark {
        guard let mark = DecimalMark(rawValue: text.text) else {
            throw TextError.malformed(at: text.place, found: "'\(text.text)'", expected: "'.' or ','")
        }
        return mark
    }
}
