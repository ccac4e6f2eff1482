import Learning

/// A table as `Tools/golden/small_tables.py` writes it.
struct GoldenTable: Decodable, Sendable {
    struct Column: Decodable, Sendable {
        let name: String
        let kind: ColumnKind
        let cells: [Cell]

        var column: FeatureColumn {
            switch kind {
            case .number: .numbers(cells.map(\.number))
            case .date: .dates(cells.map(\.number))
            case .category: .categories(CategoryColumn(cells.map(\.text)))
            }
        }
    }

    enum Cell: Decodable, Sendable {
        case missing
        case number(Double)
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .missing
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        var number: Double { if case .number(let number) = self { number } else { .nan } }
        var text: String? { if case .text(let text) = self { text } else { nil } }
    }

    let columns: [Column]

    init(from decoder: any Decoder) throws {
        columns = try decoder.singleValueContainer().decode([Column].self)
    }

    private init(_ columns: [Column]) { self.columns = columns }

    var names: [String] { columns.map(\.name) }

    /// The columns of the given names, in their order.
    func columns(_ names: [String]) -> GoldenTable {
        GoldenTable(names.compactMap { name in columns.first { $0.name == name } })
    }

    func table() throws -> FeatureTable { try FeatureTable(columns.map(\.column)) }
}

/// Whether two tables have the same kinds and cells, of which missing ones are equal.
func equalCells(_ found: FeatureTable, _ expected: FeatureTable) -> Bool {
    found.columns.count == expected.columns.count
        && zip(found.columns, expected.columns).allSatisfy { found, expected in
            switch (found, expected) {
            case (.categories(let found), .categories(let expected)):
                found.texts.map(\.bytes) == expected.texts.map(\.bytes)
            case (.numbers(let found), .numbers(let expected)), (.dates(let found), .dates(let expected)):
                found.elementsEqual(expected) { $0 == $1 || $0.isNaN && $1.isNaN }
            default: false
            }
        }
}

extension CategoryColumn {
    /// The name of each row's category; nil if the cell is missing.
    var texts: [String?] { codes.map { $0 < 0 ? nil : names[Int($0)] } }
}

/// Rows of numbers in a golden file, of which null is missing.
func matrix(_ rows: [[Double?]]) -> [Double] { rows.flatMap { $0.map { $0 ?? .nan } } }

/// Whether two lists are equal, where NaN equals itself.
func equalOrMissing(_ found: [Double], _ expected: [Double]) -> Bool {
    found.elementsEqual(expected) { $0 == $1 || $0.isNaN && $1.isNaN }
}

extension Estimator {
    /// The estimator with parameters of a golden file.
    func setting(_ parameters: [String: ParameterValue]) throws -> Self {
        try parameters.reduce(self) { try $0.setting($1.key, to: $1.value) }
    }
}

/// Targets for steps that ignore them.
func anyTarget(_ rows: Int) -> Target { .values([Double](repeating: 0, count: rows)) }

extension String? {
    /// The bytes, in which names are compared.
    fileprivate var bytes: [UInt8]? { map { Array($0.utf8) } }
}
