/// Fuses chains of expressions into one pass over the elements, and reads transposes without writing them out.
///
/// An element-wise expression becomes part of the one that reads it if nothing else does. If several read it, its blocks
/// are computed once.
struct Fusion {
    private var fused: [ObjectIdentifier: MatrixNode] = [:]
    private var readers: [ObjectIdentifier: Int] = [:]

    /// Returns the nodes with their inputs fused.
    static func fusing(_ outputs: [MatrixNode]) -> [MatrixNode] {
        var fusion = Fusion()
        let nodes = MatrixNode.inOrder(outputs)
        for node in nodes {
            for input in node.inputs { fusion.readers[ObjectIdentifier(input), default: 0] += 1 }
        }
        for output in outputs { fusion.readers[ObjectIdentifier(output), default: 0] += 1 }
        for node in nodes { fusion.fused[ObjectIdentifier(node)] = fusion.fuse(node) }
        return outputs.compactMap { fusion.fused[ObjectIdentifier($0)] }
    }

    private func fuse(_ node: MatrixNode) -> MatrixNode {
        let inputs = node.inputs.map { fused[ObjectIdentifier($0)] ?? $0 }
        switch node.expression {
        case let expression as any ProgramExpression:
            return fuse(node, expression, inputs)
        case let product as ProductExpression:
            return fuse(node, product, inputs)
        default:
            return zip(inputs, node.inputs).allSatisfy { $0 === $1 }
                ? node : node.with(node.expression, inputs)
        }
    }

    private func fuse(
        _ node: MatrixNode, _ expression: some ProgramExpression, _ inputs: [MatrixNode]
    ) -> MatrixNode {
        var program = expression.program
        var inputs = inputs
        let chunks = expression.programChunks(of: node)
        // From the last to the first, so that the inputs of a fused one do not move those that are still to be looked at.
        for (index, original) in node.inputs.enumerated().reversed() {
            var readers = readers[ObjectIdentifier(original)] ?? 0
            if inputs[index].expression is TransposedExpression {
                program = program.transposing(index)
                inputs[index] = inputs[index].inputs[0]
                readers = max(readers, self.readers[ObjectIdentifier(original.inputs[0])] ?? 0)
            }
            let input = inputs[index]
            let isFlipped = program.isTransposed[index]
            // A repeated row or column would be computed again for each repetition.
            guard let element = input.expression as? ElementwiseExpression,
                readers == 1,
                (isFlipped ? input.columns : input.rows) == chunks.rows,
                (isFlipped ? input.rows : input.columns) == chunks.columns,
                let longer = program.replacing(index, by: element.program)
            else { continue }
            program = longer
            inputs.replaceSubrange(index...index, with: input.inputs)
        }
        return node.with(expression.with(program), inputs)
    }

    private func fuse(_ node: MatrixNode, _ product: ProductExpression, _ inputs: [MatrixNode]) -> MatrixNode
    {
        var (product, inputs) = (product, inputs)
        if inputs[0].expression is TransposedExpression {
            product.isLeftTransposed.toggle()
            inputs[0] = inputs[0].inputs[0]
        }
        if inputs[1].expression is TransposedExpression {
            product.isRightTransposed.toggle()
            inputs[1] = inputs[1].inputs[0]
        }
        return node.with(product, inputs)
    }
}

extension MatrixNode {
    /// Returns a node with the same chunks.
    fileprivate func with(_ expression: any BlockExpression, _ inputs: [MatrixNode]) -> MatrixNode {
        MatrixNode(expression, inputs, rows: rows, columns: columns)
    }

    /// Returns all nodes that some need, each once, after its inputs.
    static func inOrder(_ outputs: [MatrixNode]) -> [MatrixNode] {
        var order: [MatrixNode] = []
        var (seen, done): (Set<ObjectIdentifier>, Set<ObjectIdentifier>) = ([], [])
        var stack = outputs
        while let node = stack.last {
            if seen.insert(ObjectIdentifier(node)).inserted {
                stack += node.inputs
            } else {
                stack.removeLast()
                if done.insert(ObjectIdentifier(node)).inserted { order.append(node) }
            }
        }
        return order
    }
}
