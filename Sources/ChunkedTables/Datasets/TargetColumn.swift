internal import Learning
internal import Tabular

/// The target of all rows, from the parts of the files.
struct TargetColumn {
    private let chunks: [TableChunk]
    private let name: String
    private let source: ChunkedSource

    /// - Parameter chunks: The only column of each part.
    init(_ chunks: [TableChunk], name: String, source: ChunkedSource) {
        (self.chunks, self.name, self.source) = (chunks, name, source)
    }

    private var rows: Int { chunks.reduce(0) { $0 + $1.rows } }

    /// Returns the number of each row, or the index of its class, and the names of the classes.
    func values(for problem: Problem) throws -> (values: [Double], names: [String]) {
        guard rows > 0 else { throw TabularError.noRows(file: source.name) }
        try requireValues()
        guard problem == .classification else { return (chunks.flatMap { $0.columns[0].numbers }, []) }
        // The distinct texts of all parts, and the code of each row in them.
        var texts = CategoryBuilder()
        var codes: [Int32] = []
        codes.reserveCapacity(rows)
        for chunk in chunks {
            let column = chunk.columns[0]
            guard column.kind == .text else {
                return try classes(ofNumbers: chunks.flatMap { $0.columns[0].numbers })
            }
            let own = (0..<column.texts.count).map { code in
                column.texts.withText(of: code) { texts.code(of: $0) }
            }
            codes += column.codes.map { own[Int($0)] }
        }
        let labels = try classes(ofTexts: texts)
        return (codes.map { Double(labels.codes[Int($0)]) }, labels.classes)
    }

    /// Throws an error if a row has no target.
    private func requireValues() throws {
        var (count, first): (Int, (chunk: Int, row: Int)?) = (0, nil)
        for (index, chunk) in chunks.enumerated() {
            let column = chunk.columns[0]
            let rows =
                column.kind == .text
                ? column.codes.indices.filter { column.codes[$0] < 0 }
                : column.numbers.indices.filter { column.numbers[$0].isNaN }
            if first == nil, let row = rows.first { first = (index, row) }
            count += rows.count
        }
        guard let first else { return }
        let (file, line) = source.parts[first.chunk].place(of: first.row)
        guard count < rows else { throw TabularError.noValues(file: source.name, column: name) }
        throw ChunkedTableError.missingTargets(
            file: file, near: line, column: name, count: count, rows: rows)
    }

    /// Returns the class of each text, as a table in memory with these texts has them.
    private func classes(ofTexts texts: CategoryBuilder) throws -> Labels {
        var csv = CSVText()
        csv.add([name])
        for code in 0..<texts.count {
            csv.add([texts.withText(of: code) { String(decoding: $0, as: UTF8.self) }])
        }
        let given = source.fileOptions ?? ReadingOptions()
        var options = ReadingOptions(decimal: given.decimal, usesStandardMissing: false)
        if let kind = given.types[name] { options.types = [name: kind] }
        do {
            let table = try Table(csv: Array(csv.text.utf8), name: source.name, options: options)
            guard case .labels(let labels) = try table.target(name, problem: .classification) else {
                preconditionFailure("classes are labels")
            }
            try requireTwo(labels.classes)
            return labels
        } catch TabularError.notAClass(_, let found, _) {
            throw ChunkedTableError.notAClass(column: name, found: found)
        }
    }

    /// Returns the classes of numbers or conditions.
    private func classes(ofNumbers numbers: [Double]) throws -> (values: [Double], names: [String]) {
        let distinct = Set(numbers).sorted()
        let names = try distinct.map { number in
            guard let integer = Int(exactly: number) else {
                throw ChunkedTableError.notAClass(column: name, found: "\(number)")
            }
            return "\(integer)"
        }
        try requireTwo(names)
        let codes = Dictionary(uniqueKeysWithValues: zip(distinct, (0..<distinct.count).map(Double.init)))
        return (numbers.map { codes[$0] ?? 0 }, names)
    }

    private func requireTwo(_ classes: [String]) throws {
        guard classes.count < 2 else { return }
        throw TabularError.oneClass(file: source.name, column: name, name: classes.first ?? "")
    }
}
