import Learning
import LinearAlgebra
import TaskGraph

extension EncodedRows {
    /// Writes the place of each block and whether it has values in place of 0 and 1, and the dense columns and the codes
    /// and values of each block as frames.
    func encode(into writer: inout ValueWriter) {
        writer.header.append(blocks.flatMap { [$0.start, $0.width, $0.values == nil ? 0 : 1] })
        dense.encode(into: &writer)
        for block in blocks {
            writer.append(Frame(block.codes))
            if let values = block.values { writer.append(Frame(values.zeros + values.ones)) }
        }
    }

    /// Decodes rows written by ``encode(into:)``.
    init(from reader: inout ValueReader) throws {
        let places = try reader.header.readInts()
        let dense = try Matrix(from: &reader)
        let sides = 0...Int(Int32.max)
        guard places.count.isMultiple(of: 3), places.allSatisfy(sides.contains) else {
            throw OperationRegistry.partsDoNotFit("encoded-rows")
        }
        let blocks = try stride(from: 0, to: places.count, by: 3).map { index in
            let (width, codes) = (places[index + 1], try reader.readArray(of: Int32.self))
            guard places[index + 2] != 0 else {
                return Block(start: places[index], width: width, codes: codes)
            }
            let values = try reader.readArray(of: Double.self)
            return Block(
                start: places[index], width: width, codes: codes,
                values: .init(zeros: Array(values.prefix(width)), ones: Array(values.dropFirst(width))))
        }
        guard let rows = EncodedRows(dense: dense, blocks: blocks) else {
            throw OperationRegistry.partsDoNotFit("encoded-rows")
        }
        self = rows
    }
}
