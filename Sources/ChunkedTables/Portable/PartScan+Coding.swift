internal import Learning
internal import Tabular
internal import TaskGraph

extension PartScan {
    /// Writes everything that identifies the rows but for the inputs of the task.
    func encode(into encoder: inout CanonicalEncoder) {
        source.encode(into: &encoder)
        encoder.beginList(count: columns.count)
        for column in columns {
            encoder.append(column.name)
            encoder.append(column.kind.rawValue)
            encoder.append(column.isDeclared)
        }
        steps.encode(into: &encoder)
    }

    /// Decodes a scan written by ``encode(into:)``.
    ///
    /// - Throws: `WireError`; ``ChunkedTableError`` if the steps do not match the columns.
    init(from decoder: inout CanonicalDecoder) throws {
        let source = try PartSource(from: &decoder)
        let columns = try decoder.readList { decoder in
            PartColumn(
                name: try decoder.readString(), kind: try decoder.readCase(),
                isDeclared: try decoder.readBool())
        }
        let known = Set(source.columnNames.map { ExactText($0) })
        guard columns.allSatisfy({ known.contains(ExactText($0.name)) }) else {
            throw WireError.cannotDecode(value: "scan", reason: "the part does not have the columns")
        }
        self.init(source: source, columns: columns, steps: try TableSteps(from: &decoder))
        _ = try steps.program(columns: columns)
    }

    /// Returns the types of the outputs.
    ///
    /// - Throws: ``ChunkedTableError``.
    func outputKinds() throws -> [ValueKind] {
        let program = try steps.program(columns: columns)
        return program.outputs.map { program.kinds[$0] }
    }
}

extension PartSource {
    /// Writes everything that identifies the rows.
    ///
    /// A part of a file is identified by the path of the file from the root, its size and its time, and the place in it.
    func encode(into encoder: inout CanonicalEncoder) {
        switch self {
        case .file(let part, let names, let options):
            encoder.append("file")
            encoder.append(part.file.absolutePath)
            encoder.append([part.file.size, part.file.modified, part.file.isCompressed ? 1 : 0])
            encoder.append([part.range.lowerBound, part.range.upperBound, part.firstLine])
            encoder.append(String(options.separator))
            encoder.append(options.decimal.rawValue)
            encoder.append(options.usesStandardMissing)
            encoder.append(list: options.missing)
            encoder.append(options.keepsIntegers)
            encoder.append(list: names)
        case .spilled(let part):
            encoder.append("spilled")
            encoder.append(part.run.file.identity)
            encoder.append(part.run.blocks.map(\.offset))
            encoder.append(list: part.names)
        case .computed(let rows):
            encoder.append("computed")
            encoder.append(list: rows.names)
            encoder.append(rows.byteCount)
        }
    }

    /// Decodes a source written by ``encode(into:)``, unless its rows wait on the disk of the process that wrote it.
    fileprivate init(from decoder: inout CanonicalDecoder) throws {
        func damaged(_ reason: String) -> WireError { .cannotDecode(value: "part", reason: reason) }
        switch try decoder.readString() {
        case "file":
            let path = try decoder.readString()
            let (state, place) = (try decoder.readInts(), try decoder.readInts())
            guard state.count == 3, place.count == 3, 0 <= place[0], place[0] <= place[1] else {
                throw damaged("its place in the file is none")
            }
            let separator = try decoder.readString()
            guard separator.count == 1 else { throw damaged("'\(separator)' does not separate cells") }
            var options = ReadingOptions(
                separator: Character(separator), decimal: try decoder.readCase())
            options.usesStandardMissing = try decoder.readBool()
            options.missing = try decoder.readTexts()
            options.keepsIntegers = try decoder.readBool()
            let names = try decoder.readTexts()
            guard Set(names.map { ExactText($0) }).count == names.count else {
                throw damaged("two columns have one name")
            }
            let file = CSVFile(path: path, size: state[0], modified: state[1], isCompressed: state[2] != 0)
            self = .file(
                CSVPart(file: file, range: place[0]..<place[1], firstLine: place[2]), names: names,
                options: options)
        case "computed":
            self = .computed(
                ComputedRows(
                    names: try decoder.readTexts(), byteCount: max(0, try decoder.readInt()), recipe: nil))
        default: throw damaged("its rows wait on the disk of another process")
        }
    }

    /// The names of the columns.
    fileprivate var columnNames: [String] {
        switch self {
        case .file(_, let names, _): names
        case .spilled(let part): part.names
        case .computed(let rows): rows.names
        }
    }
}

extension CanonicalEncoder {
    mutating func append(forms: [ColumnForm]) {
        append(forms.map { ($0.areIntegers ? 1 : 0) + ($0.areExact ? 2 : 0) + ($0.areDays ? 4 : 0) })
    }
}

extension CanonicalDecoder {
    /// Reads the forms of columns.
    mutating func readForms() throws -> [ColumnForm] {
        try readInts().map {
            ColumnForm(areIntegers: $0 & 1 != 0, areExact: $0 & 2 != 0, areDays: $0 & 4 != 0)
        }
    }
}
