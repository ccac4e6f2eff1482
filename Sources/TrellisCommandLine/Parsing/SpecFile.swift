import Trellis
import Yams

/// The specification of a search in YAML.
///
/// Keys are the long names of the flags without dashes, and `data`. The grid and the types of columns are mappings. A single
/// text is in the syntax of the flag: values separated by commas, or a range. A list contains typed values: numbers, words, ranges,
/// quoted strings, null, and mappings of classes to weights.
///
/// ```yaml
/// data: datasets/digits.csv
/// target: digit
/// pipeline: standard-scaler | pca | svc
/// grid:
///   pca.n_components: [16, 32, 48]
///   svc.C: 0.1:100:log:4
/// cv: 5
/// scoring: [accuracy, f1_macro]
/// type:
///   zip: category
/// ignore: [id]
/// ```
struct SpecFile {
    /// The names of the settings that a specification may contain, besides `data` and `grid`.
    private static let texts = [
        "target", "weights", "pipeline", "cv", "outer-cv", "refit", "error-score", "scheduler", "json",
        "results", "save",
        "report", "memory", "separator", "decimal", "search", "resource", "budget", "racing", "study",
        "choose", "oof", "events", "trace", "dashboard", "log-level",
    ]
    private static let flags = [
        "shuffle", "train-scores", "merge", "sharing", "quiet", "chunked", "drop-missing-target",
        "standard-missing",
    ]
    private static let numbers = ["seed", "workers"]
    private static let known =
        ["data", "grid", "scoring", "type", "ignore", "missing"] + texts + flags + numbers

    private var entries: [String: (node: Node, place: TextPlace)] = [:]
    private let path: String

    /// Creates an empty specification.
    init() { path = "" }

    /// Reads a specification from a file.
    ///
    /// - Throws: ``CommandError`` with line and column.
    init(path: String) throws { try self.init(text: InputFile.text(path), path: path) }

    /// Parses the text of a specification; the path is used in error messages.
    init(text: String, path: String) throws {
        self.path = path
        try Self.rejectReferences(in: text, path)
        try Self.rejectDeepNesting(of: text, path)
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw Self.malformed(path, error)
        }
        guard let root else { return }
        guard let mapping = root.mapping else {
            throw TextError.malformed(
                at: Self.place(path, root), found: root.phrase,
                expected: "names and values, such as target: species")
        }
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            guard Self.known.contains(name) else {
                throw TextError.unknownName(
                    at: Self.place(path, key), what: "setting", name: name,
                    advice: advice(for: name, among: Self.known))
            }
            entries[name] = (value, Self.place(path, value))
        }
    }

    /// The text of a setting, or nil if it is absent.
    func text(_ name: String) throws -> PlacedText? {
        guard let (node, place) = entries[name] else { return nil }
        guard let scalar = node.scalar else {
            throw TextError.malformed(at: place, found: node.phrase, expected: "one value for '\(name)'")
        }
        return PlacedText(text: scalar.string, place: place)
    }

    /// The texts of a setting that may have several values, as a list or separated by commas.
    func texts(_ name: String) throws -> [PlacedText]? {
        guard let (node, _) = entries[name] else { return nil }
        guard let sequence = node.sequence else { return try text(name).map { [$0] } }
        return try sequence.map { element in
            let place = Self.place(path, element)
            guard let scalar = element.scalar else {
                throw TextError.malformed(at: place, found: element.phrase, expected: "a name")
            }
            return PlacedText(text: scalar.string, place: place)
        }
    }

    /// The value of a Boolean setting, or nil if it is absent.
    func flag(_ name: String) throws -> Bool? {
        guard let text = try text(name) else { return nil }
        guard let value = ["true": true, "false": false][text.text] else {
            throw TextError.malformed(at: text.place, found: "'\(text.text)'", expected: "true or false")
        }
        return value
    }

    /// The value of an integer setting, or nil if it is absent.
    func number<Number: FixedWidthInteger>(_ name: String) throws -> Number? {
        guard let text = try text(name) else { return nil }
        guard let number = Number(text.text) else {
            throw TextError.malformed(at: text.place, found: "'\(text.text)'", expected: "a whole number")
        }
        return number
    }

    /// The names and values of a setting that is a mapping, in the order of the file; empty if it is absent.
    func pairs(_ name: String) throws -> [(String, PlacedText)] {
        guard let (node, place) = entries[name] else { return [] }
        guard let mapping = node.mapping else {
            throw TextError.malformed(
                at: place, found: node.phrase, expected: "names and values for '\(name)'")
        }
        return try mapping.map { key, value in
            let place = Self.place(path, value)
            guard let key = key.scalar?.string, let text = value.scalar?.string else {
                throw TextError.malformed(at: place, found: value.phrase, expected: "a name and one value")
            }
            return (key, PlacedText(text: text, place: place))
        }
    }

    /// The axes of the grid, in the order of the file.
    func grid() throws -> [GridAxis] {
        guard let (node, place) = entries["grid"] else { return [] }
        guard let mapping = node.mapping else {
            throw TextError.malformed(
                at: place, found: node.phrase, expected: "parameters and values, such as svc.C: [0.1, 1, 10]")
        }
        return try mapping.map { key, value in
            guard let name = key.scalar?.string else {
                throw TextError.malformed(
                    at: Self.place(path, key), found: key.phrase, expected: "STEP.PARAMETER")
            }
            let place = Self.place(path, value)
            if let scalar = value.scalar, !Self.isNull(scalar) {
                return GridAxis(name: name, text: PlacedText(text: scalar.string, place: place))
            }
            let values = try (value.sequence.map(Array.init) ?? [value]).flatMap { try self.gridValues($0) }
            guard !values.isEmpty else {
                throw TextError.malformed(at: place, found: "an empty list", expected: "a value")
            }
            return GridAxis(name: name, values: values, place: place)
        }
    }

    /// Returns the value of a scalar or a mapping, or the values of a scalar that is a range.
    private func gridValues(_ node: Node) throws -> [GridValue] {
        let place = Self.place(path, node)
        switch node {
        case .scalar(let scalar) where scalar.style == .singleQuoted || scalar.style == .doubleQuoted:
            return [GridValue(.string(scalar.string), at: place)]
        case .scalar(let scalar) where Self.isNull(scalar): return [GridValue(.null, at: place)]
        case .scalar(let scalar):
            return try GridValue.values(of: PlacedText(text: scalar.string, place: place))
        case .mapping(let mapping):
            var weights: [ExactText: Double] = [:]
            for (key, value) in mapping {
                guard let name = key.scalar?.string else {
                    throw TextError.malformed(
                        at: Self.place(path, key), found: key.phrase, expected: "a class")
                }
                guard let weight = value.scalar.flatMap({ Double($0.string) }) else {
                    throw TextError.malformed(
                        at: Self.place(path, value), found: value.phrase, expected: "a number")
                }
                weights[ExactText(name)] = weight
            }
            return [GridValue(.map(weights), at: place)]
        case .sequence(let sequence):
            let values = try sequence.flatMap { try gridValues($0) }
            return [GridValue(.list(values.map(\.value)), at: place)]
        default: throw TextError.malformed(at: place, found: node.phrase, expected: "a value")
        }
    }

    /// Returns whether a scalar is YAML's null; the word `null` is also one of the command line.
    private static func isNull(_ scalar: Node.Scalar) -> Bool {
        scalar.style == .plain && ["", "~"].contains(scalar.string)
    }

    /// Rejects anchors and aliases.
    ///
    /// No specification needs them, and a few hundred bytes of nested aliases can expand beyond the available memory.
    /// The text is checked before it is parsed, because the parser compares the expanded values.
    private static func rejectReferences(in text: String, _ path: String) throws {
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard let reference = line.firstMatch(of: /(?:^|[-?:,\[{])\s*(?<mark>[&*])[^\s,\]}]/) else {
                continue
            }
            let before = line[..<reference.output.mark.startIndex]
            if before.count(where: { $0 == "\"" }) % 2 == 1 || before.count(where: { $0 == "'" }) % 2 == 1 {
                continue
            }
            let column = line.distance(from: line.startIndex, to: reference.output.mark.startIndex) + 1
            throw TextError.refused(
                at: TextPlace("\(path):\(number + 1):\(column)"),
                reason:
                    "a value begins with '\(reference.output.mark)', but anchors and aliases are not supported; "
                    + "write the value in full, or quote it")
        }
    }

    /// Rejects values that are nested far deeper than any specification needs, because the parser is recursive.
    ///
    /// Brackets nest values, and so do the indicators and the indentation at the start of a line.
    private static func rejectDeepNesting(of text: String, _ path: String) throws {
        let maxDepth = 200
        var brackets = 0
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let start = line.utf8.prefix { " \t-?:".utf8.contains($0) }.count
            var deepest = brackets
            for byte in line.utf8 {
                if "[{".utf8.contains(byte) { brackets += 1 }
                if "]}".utf8.contains(byte) { brackets = max(0, brackets - 1) }
                deepest = max(deepest, brackets)
            }
            guard start > maxDepth || deepest > maxDepth else { continue }
            throw TextError.refused(
                at: TextPlace("\(path):\(number + 1):1"),
                reason:
                    "values are nested more than \(maxDepth) levels deep; a specification needs at most four")
        }
    }

    private static func place(_ path: String, _ node: Node) -> TextPlace {
        TextPlace(node.mark.map { "\(path):\($0.line):\($0.column)" } ?? path)
    }

    private static func malformed(_ path: String, _ error: YamlError) -> TextError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            .refused(
                at: TextPlace("\(path):\(mark.line):\(mark.column)"), reason: "invalid YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            .refused(
                at: TextPlace("\(path):\(context.mark.line):\(context.mark.column)"),
                reason: "\(duplicates.map { "'\($0)'" }.joined(separator: ", ")) is given twice")
        case .reader(let problem, _, _, _):
            .refused(at: TextPlace(path), reason: "invalid YAML: \(problem)")
        default: .refused(at: TextPlace(path), reason: "invalid YAML")
        }
    }
}

extension Node {
    /// A description of the node for messages.
    fileprivate var phrase: String {
        switch self {
        case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "'\(scalar.string)'"
        case .mapping: "a mapping"
        case .sequence: "a list"
        default: "an alias"
        }
    }
}
