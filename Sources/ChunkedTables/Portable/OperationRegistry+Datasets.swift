internal import Learning
internal import TaskGraph

extension OperationRegistry {
    /// Registers the operations that read rows as features and targets.
    mutating func addDatasets() {
        add(operation: "scan-part") { decoder in
            let scan = try PartScan(from: &decoder)
            return ScanPart(scan: scan, kinds: try decoder.readKinds(of: scan))
        }
        add(operation: "read-numbers") { decoder in
            let scan = try PartScan(from: &decoder)
            let (columns, rows) = (try decoder.readInt(), try decoder.readInt())
            let kinds = try scan.outputKinds()
            guard columns == kinds.count, rows >= 0, !kinds.contains(.text) else {
                throw WireError.cannotDecode(value: "read-numbers", reason: "its columns do not match")
            }
            return ReadNumbers(scan: scan, columns: columns, rows: rows)
        }
        add(operation: "read-features") { decoder, settings in
            let scan = try PartScan(from: &decoder)
            let kinds = try decoder.readKinds(of: scan)
            let names = try settings.readList { settings -> CategoryNames? in
                guard settings.isNil else { return CategoryNames(sorted: try settings.readTexts()) }
                try settings.readNil()
                return nil
            }
            guard names.count == kinds.count, zip(names, kinds).allSatisfy({ ($0 != nil) == ($1 == .text) })
            else { throw WireError.cannotDecode(value: "read-features", reason: "its names do not match") }
            for names in names {
                guard let names else {
                    try decoder.readNil()
                    continue
                }
                guard try decoder.readKey() == names.digest else {
                    throw WireError.cannotDecode(value: "read-features", reason: "its names are others")
                }
            }
            return ReadFeatures(scan: scan, kinds: kinds, names: names, rows: try decoder.readInt())
        }
        add(value: "scanned-part", of: ScannedPart.self) { part, writer in
            part.encode(into: &writer)
        } decode: {
            try ScannedPart(from: &$0)
        }
    }
}

extension ScannedPart {
    /// Writes the target, and what the features are.
    fileprivate func encode(into writer: inout ValueWriter) {
        target.encode(into: &writer)
        writer.header.beginList(count: features.count)
        for feature in features { writer.header.append(feature.firstMissing) }
        for feature in features { writer.append(feature.names) }
    }

    /// Decodes a part written by ``encode(into:)``.
    fileprivate init(from reader: inout ValueReader) throws {
        let target = try TableChunk(from: &reader)
        let missing = try reader.header.readList { try $0.readOptionalInt() }
        guard target.columns.count == 1,
            missing.allSatisfy({ (0..<target.rows).contains($0 ?? 0) || $0 == nil })
        else { throw WireError.cannotDecode(value: "scanned-part", reason: "its rows do not match") }
        self.init(
            target: target,
            features: try missing.map { ScannedColumn(firstMissing: $0, names: try reader.readTexts()) })
    }
}
