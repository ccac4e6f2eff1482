import Learning
import LinearAlgebra
import TaskGraph

extension OtherProducts {
    /// Writes the stored products or rows, and the norms.
    func encode(into writer: inout ValueWriter) {
        switch content {
        case .rows(let train, let others):
            writer.header.append(false)
            train.encode(into: &writer)
            others.encode(into: &writer)
        case .products(let matrix):
            writer.header.append(true)
            matrix.encode(into: &writer)
        }
        writer.append(Frame(trainNorms))
        writer.append(Frame(otherNorms))
    }

    /// Decodes products written by ``encode(into:)``.
    init(from reader: inout ValueReader) throws {
        let isHeld = try reader.header.readBool()
        let first = try Matrix(from: &reader)
        let content =
            isHeld ? Content.products(first) : .rows(train: first, others: try Matrix(from: &reader))
        let products = OtherProducts(
            content, trainNorms: try reader.readArray(of: Double.self),
            otherNorms: try reader.readArray(of: Double.self))
        guard let products else { throw OperationRegistry.partsDoNotFit("other-products") }
        self = products
    }
}
