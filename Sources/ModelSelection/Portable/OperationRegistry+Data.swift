import Learning
import LinearAlgebra
import TaskGraph

extension OperationRegistry {
    /// Registers the types of data: matrices, typed columns, encoded rows, and targets with weights.
    mutating func addData() {
        add(value: "matrix", of: Matrix.self) { matrix, writer in
            matrix.encode(into: &writer)
        } decode: {
            try Matrix(from: &$0)
        }
        add(value: "feature-table", of: FeatureTable.self) { table, writer in
            table.encode(into: &writer)
        } decode: {
            try FeatureTable(from: &$0)
        }
        add(value: "encoded-rows", of: EncodedRows.self) { rows, writer in
            rows.encode(into: &writer)
        } decode: {
            try EncodedRows(from: &$0)
        }
        add(value: "target", of: WeightedTarget.self) { target, writer in
            writer.header.append(target.weights != nil)
            if let weights = target.weights { writer.append(Frame(weights)) }
            switch target.target {
            case .values(let values):
                writer.header.append(false)
                writer.append(Frame(values))
            case .labels(let labels):
                writer.header.append(true)
                writer.header.beginList(count: labels.classes.count)
                for name in labels.classes { writer.header.append(name) }
                writer.append(Frame(labels.codes))
            }
        } decode: { reader in
            let weights = try reader.header.readBool() ? try reader.readArray(of: Double.self) : nil
            func weighted(_ target: Target) throws -> WeightedTarget {
                guard weights == nil || weights?.count == target.count else {
                    throw WireError.cannotDecode(
                        value: "target", reason: "\(weights?.count ?? 0) weights of \(target.count) rows")
                }
                return WeightedTarget(target, weights: weights)
            }
            guard try reader.header.readBool() else {
                return try weighted(.values(try reader.readArray(of: Double.self)))
            }
            let classes = try reader.header.readList { try $0.readString() }
            let codes = try reader.readArray(of: Int32.self)
            guard codes.allSatisfy({ $0 >= 0 && $0 < classes.count }) else {
                throw WireError.cannotDecode(value: "target", reason: "a code is not an index of a class")
            }
            return try weighted(.labels(Labels(classes: classes, codes: codes)))
        }
    }
}

extension Matrix {
    /// Writes the shape, and the elements as a frame.
    func encode(into writer: inout ValueWriter) {
        writer.header.append([rows, columns])
        // The elements stay in place while the matrix, or a copy of it, exists.
        let elements = withUnsafeValues { UnsafeRawBufferPointer($0) }
        writer.append(Frame(elements, keptBy: self))
    }

    /// Decodes a matrix written by ``encode(into:)``, copying the elements.
    init(from reader: inout ValueReader) throws {
        let shape = try reader.header.readInts()
        let frame = try reader.readFrame()
        let sides = 0...Int(Int32.max)
        guard shape.count == 2, sides.contains(shape[0]), sides.contains(shape[1]),
            frame.count % 8 == 0, frame.count / 8 == shape[0] * shape[1]
        else {
            throw WireError.cannotDecode(
                value: "matrix", reason: "\(frame.count) bytes do not match the shape \(shape)")
        }
        self.init(rows: shape[0], columns: shape[1]) { elements in
            UnsafeMutableRawBufferPointer(elements).copyMemory(from: frame)
        }
    }
}
