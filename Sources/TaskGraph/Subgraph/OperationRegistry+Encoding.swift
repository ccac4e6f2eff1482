extension OperationRegistry {
    /// Encodes a piece of a graph for a process with an equal registry.
    ///
    /// - Complexity: Linear in the piece and in the parameters of its operations.
    /// - Throws: `WireError.unknownOperation` or `WireError.otherVersion` for an operation that is not registered.
    package func encode(_ piece: Piece, of graph: TaskGraph) throws(WireError) -> [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.append(Subgraph.format)
        encoder.append(Subgraph.formatVersion)

        var places: [OperationID: Int] = [:]
        var operations: [OperationID] = []
        for task in piece.tasks where places[graph.operationID(of: task)] == nil {
            places[graph.operationID(of: task)] = operations.count
            operations.append(graph.operationID(of: task))
        }
        encoder.beginList(count: operations.count)
        for operation in operations {
            let encoded = EncodedOperation(
                graph.operations[operation.index], digest: graph.digests[operation.index])
            _ = try entry(for: encoded.name, version: encoded.version)
            encoded.encode(into: &encoder)
        }

        encoder.beginList(count: piece.inputs.count)
        for input in piece.inputs { encoder.append(graph.key(of: input)) }

        var values: [TaskID: Int] = [:]
        for task in piece.inputs + piece.tasks { values[task] = values.count }
        encoder.beginList(count: piece.tasks.count)
        for task in piece.tasks {
            encoder.append(graph.key(of: task))
            encoder.append(places[graph.operationID(of: task), default: 0])
            encoder.append(
                graph.inputs(of: task).map { input in
                    guard let place = values[input] else {
                        fatalError(
                            "task \(task.index) reads \(input.index), which is not in the piece")
                    }
                    return place
                })
            encoder.append(piece.urgencies[values[task, default: 0] - piece.inputs.count])
        }
        encoder.append(piece.outputs.map { values[$0, default: 0] - piece.inputs.count })
        return encoder.sealedBytes
    }

    /// Decodes a piece encoded by `encode(_:of:)`.
    ///
    /// - Throws: `WireError` for damaged bytes, for an operation that is not registered in this version, and for one
    ///   that differs after decoding.
    package func decodeSubgraph(_ bytes: UnsafeRawBufferPointer) throws -> Subgraph {
        var decoder = try CanonicalDecoder(sealed: bytes)
        try decoder.readFormat(Subgraph.format, version: Subgraph.formatVersion)
        let operations = try decoder.readList { try readOperation(from: &$0) }
        let inputs = try decoder.readList { try $0.readKey() }
        var place = inputs.count
        let tasks = try decoder.readList { decoder in
            let task = Subgraph.Task(
                key: try decoder.readKey(), operation: try decoder.readInt(),
                inputs: try decoder.readInts(), urgency: try decoder.readInt())
            guard operations.indices.contains(task.operation),
                task.inputs.allSatisfy((0..<place).contains)
            else {
                throw WireError.damaged(offset: decoder.position, expected: "inputs before the task")
            }
            place += 1
            return task
        }
        let outputs = try decoder.readInts()
        guard outputs.allSatisfy(tasks.indices.contains) else {
            throw WireError.damaged(offset: decoder.position, expected: "outputs among the tasks")
        }
        try decoder.readEnd()
        return Subgraph(operations: operations, inputs: inputs, tasks: tasks, outputs: outputs)
    }
}
