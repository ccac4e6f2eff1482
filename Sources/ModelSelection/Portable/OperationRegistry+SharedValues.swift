import Learning
import LinearAlgebra
import TaskGraph

extension OperationRegistry {
    /// Registers the results of sharing operations, except those of a single kind of step.
    mutating func addSharedValues() {
        add(value: "row-set", of: RowSet.self) { rows, writer in
            writer.header.append(rows.indices)
        } decode: {
            RowSet(indices: try $0.header.readInts())
        }
        add(codable: "origin", of: Origin.self)
        add(codable: "kernel-overflow", of: KernelOverflow.self)
        add(codable: "missing-model", of: MissingModel.self)
        add(codable: "affine-map", of: AffineMap.self)
        add(value: "row-map", of: RowMap.self) { map, writer in
            writer.header.append(map.last)
            writer.header.beginList(count: map.parts.count)
            for part in map.parts {
                switch part {
                case .step(let step): try writer.append(part: step)
                case .composed(let map): try writer.append(part: map)
                }
            }
        } decode: { reader in
            let last = try reader.header.readString()
            let parts: [RowMap.Part] = try (0..<(try reader.header.beginList())).map { _ in
                switch try reader.readPart() {
                case let step as any AffineTransformer: .step(step)
                case let map as AffineMap: .composed(map)
                default: throw Self.partsDoNotFit("row-map")
                }
            }
            return RowMap(parts: parts, last: last)
        }
        add(value: "row-products", of: RowProducts.self, version: 2) { products, writer in
            switch products.train {
            case .rows(let train):
                writer.header.append(false)
                train.encode(into: &writer)
            case .products(let matrix):
                writer.header.append(true)
                matrix.encode(into: &writer)
            }
            products.others.encode(into: &writer)
        } decode: { reader in
            let isHeld = try reader.header.readBool()
            let train = try Matrix(from: &reader)
            let products = RowProducts(
                isHeld ? .products(train) : .rows(train), others: try OtherProducts(from: &reader))
            guard let products else { throw Self.partsDoNotFit("row-products") }
            return products
        }
        add(value: "other-products", of: OtherProducts.self) { products, writer in
            products.encode(into: &writer)
        } decode: { reader in
            try OtherProducts(from: &reader)
        }
        add(value: "row-panels", of: RowPanels.self) { panels, writer in
            // A view of the first columns is encoded as panels of its own.
            let whole = panels.storage == nil ? RowPanels(panels.matrix) : panels
            guard let storage = whole.storage else { preconditionFailure("these panels are not a view") }
            writer.header.append(whole.rows)
            writer.header.append(whole.columns)
            for block in storage { writer.append(Frame(block, keptBy: whole)) }
        } decode: { reader in
            let (rows, columns) = (try reader.header.readInt(), try reader.header.readInt())
            let sides = 0...Int(Int32.max)
            guard sides.contains(rows), sides.contains(columns) else {
                throw Self.partsDoNotFit("row-panels")
            }
            let blocks = try (0..<RowPanels.blockCount(rows: rows, columns: columns)).map { _ in
                try reader.readFrame()
            }
            guard let panels = RowPanels(rows: rows, columns: columns, storage: blocks) else {
                throw Self.partsDoNotFit("row-panels")
            }
            return panels
        }
        add(value: "gram-matrix", of: GramMatrix.self, version: 2) { gram, writer in
            gram.kernel.encode(into: &writer.header)
            gram.others.encode(into: &writer)
            let byteCount = gram.trainCount * gram.trainCount * MemoryLayout<Float>.stride
            writer.append(byteCount: byteCount) {
                let elements = gram.trainElements
                let bytes = UnsafeRawBufferPointer(start: elements.start, count: byteCount)
                return Frame(bytes, keptBy: elements)
            }
            writer.append(Frame(gram.diagonal))
        } decode: { reader in
            let kernel = try KernelFunction(from: &reader.header)
            let others = try OtherProducts(from: &reader)
            let elements = try reader.readFrame()
            let diagonal = try reader.readArray(of: Double.self)
            let gram = GramMatrix(kernel, train: elements, diagonal: diagonal, others: others)
            guard let gram else { throw Self.partsDoNotFit("gram-matrix") }
            return gram
        }
        add(value: "nested-fit", of: NestedFit.self) { cover, writer in
            writer.header.append(cover.refusals.map(\.description))
            writer.header.append(cover.model != nil)
            if let model = cover.model { try writer.append(part: model) }
        } decode: { reader in
            let refusals = try reader.header.readStrings().map(SharedFailure.init(description:))
            let model = try reader.header.readBool() ? try reader.readPart() as? any FittedModel : nil
            return NestedFit(model: model, refusals: refusals)
        }
        addBatch("models", of: (any FittedModel).self)
        addBatch("gram-models", of: (any FittedGramModel).self)
        addBatch("answers", of: Predict.Output.self)
        addBatch("marks", of: Score.Output.self)
    }

    static func partsDoNotFit(_ value: String) -> WireError {
        .cannotDecode(value: value, reason: "its parts are inconsistent")
    }

    /// Registers batches of one type of value.
    private mutating func addBatch<Value: Sendable>(_ name: String, of type: Value.Type) {
        add(value: name, of: Batch<Value>.self) { batch, writer in
            writer.header.beginList(count: batch.entries.count)
            for entry in batch.entries {
                switch entry {
                case .success(let value):
                    writer.header.append(true)
                    try writer.append(part: value)
                case .failure(let failure):
                    writer.header.append(false)
                    writer.header.append(failure.description)
                }
            }
        } decode: { reader in
            let entries = try (0..<(try reader.header.beginList())).map { _ in
                guard try reader.header.readBool() else {
                    return Result<Value, SharedFailure>.failure(
                        SharedFailure(description: try reader.header.readString()))
                }
                guard let value = try reader.readPart() as? Value else {
                    throw WireError.cannotDecode(value: name, reason: "an entry has another type")
                }
                return .success(value)
            }
            return Batch(entries)
        }
    }
}
