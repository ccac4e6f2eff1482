internal import TaskGraph

extension OperationRegistry {
    /// Registers the operations of shuffles on workers.
    mutating func addShuffling() {
        add(operation: "survey-parts") { decoder in
            let (scans, kinds) = try decoder.readScans()
            return SurveyParts(
                scans: scans, kinds: kinds, orders: try decoder.readOrders(below: kinds.count))
        }
        add(operation: "split-parts") { decoder in
            let (scans, kinds) = try decoder.readScans()
            let place = try decoder.readInt()
            let rule: SplitParts.Rule
            switch try decoder.readString() {
            case "hash":
                let (keys, count) = (try decoder.readInts(), try decoder.readInt())
                guard keys.allSatisfy(kinds.indices.contains), count >= 1 else {
                    throw WireError.cannotDecode(value: "split-parts", reason: "there is no such key")
                }
                rule = .hash(keys: keys, count: count)
            case "ranges": rule = .ranges(try RowRanges(kinds: kinds, from: &decoder))
            case let name: throw WireError.cannotDecode(value: "split-parts", reason: "unknown rule \(name)")
            }
            return SplitParts(scans: scans, kinds: kinds, place: place, rule: rule)
        }
        add(operation: "take-piece") { decoder in
            let numbers = try decoder.readCounts(2, of: "take-piece")
            guard numbers[0] < numbers[1] else {
                throw WireError.cannotDecode(value: "take-piece", reason: "there is no piece \(numbers[0])")
            }
            return TakePiece(index: numbers[0], count: numbers[1])
        }
        add(operation: "merge-pieces") { MergePieces(orders: try $0.readOrders(below: .max)) }
        add(operation: "join-chunks") { decoder in
            let places = [try decoder.readInts(), try decoder.readInts(), try decoder.readInts()]
            let (kind, tasks) = (try decoder.readCase(of: JoinKind.self), try decoder.readInt())
            guard !places[0].isEmpty, places[0].count == places[1].count, tasks >= 0 else {
                throw WireError.cannotDecode(value: "join-chunks", reason: "its keys do not match")
            }
            return JoinChunks(
                leftKeys: places[0], rightKeys: places[1], rightColumns: places[2], kind: kind, tasks: tasks)
        }
        add(value: "table-pieces", of: TablePieces.self) { pieces, writer in
            writer.header.append(pieces.pieces.count)
            for piece in pieces.pieces { piece.encode(into: &writer) }
        } decode: { reader in
            var pieces: [TableChunk] = []
            for _ in 0..<max(0, try reader.header.readInt()) { pieces.append(try TableChunk(from: &reader)) }
            return TablePieces(pieces)
        }
        add(value: "row-survey", of: RowSurvey.self) { survey, writer in
            writer.header.append(forms: survey.forms)
            writer.header.append([survey.byteCount, survey.stride])
            survey.sample.encode(into: &writer)
        } decode: { reader in
            let forms = try reader.header.readForms()
            let numbers = try reader.header.readCounts(2, of: "row-survey")
            return RowSurvey(
                forms: forms, byteCount: numbers[0], stride: numbers[1], sample: try TableChunk(from: &reader)
            )
        }
    }
}

extension RowRanges {
    /// Writes the orders, and the first rows of the pieces.
    func encode(into encoder: inout CanonicalEncoder) {
        encoder.append(orders)
        encoder.append(list: firsts.columns.map(\.kind.rawValue))
        encoder.append(bytes: firsts.bytes(of: 0..<firsts.rows))
        encoder.append(tasks)
        encoder.append(places)
    }

    /// Decodes ranges written by ``encode(into:)``, of rows whose columns have the given types.
    fileprivate init(kinds: [ValueKind], from decoder: inout CanonicalDecoder) throws {
        let orders = try decoder.readOrders(below: kinds.count)
        let own = try decoder.readCases(of: ValueKind.self)
        let bytes = try decoder.readBytes()
        let (tasks, places) = (try decoder.readInts(), try decoder.readInts())
        guard !orders.isEmpty, own == orders.map({ kinds[$0.place] }),
            let firsts = TableChunk(bytes: bytes, kinds: own), firsts.rows == tasks.count,
            tasks.count == places.count
        else { throw WireError.cannotDecode(value: "split-parts", reason: "its ranges are damaged") }
        self.init(orders: orders, firsts: firsts, tasks: tasks, places: places)
    }
}
