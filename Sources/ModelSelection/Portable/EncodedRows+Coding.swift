import Learning
import LinearAlgebra
import TaskGraph

extension EncodedRows {
    /// Writes the place of each block, and the dense columns and the codes of each block as frames.
    func encode(into writer: inout ValueWriter) {
        writer.header.append(blocks.flatMap { [$0.start, $0.width] })
        dense.encode(into: &writer)
        for block in blocks { writer.append(Frame(block.codes)) }
    }

    /// Decodes rows written by ``encode(into:)``.
    init(from reader: inout ValueReader) throws {
        let places = try reader.header.readInts()
        let dense = try Matrix(from: &reader)
        let sides = 0...Int(Int32.max)
        guard places.count.isMultiple(of: 2), places.allSatisfy(sides.contains) else {
            throw OperationRegistry.partsDoNotFit("encoded-rows")
        }
        let blocks = try stride(from: 0, to: places.count, by: 2).map { index in
            Block(
                start: places[index], width: places[index + 1], codes: try reader.readArray(of: Int32.self))
        }
        guard let rows = EncodedRows(dense: dense, blocks: blocks) else {
            throw OperationRegistry.partsDoNotFit("encoded-rows")
        }
        self = rows
    }
}
