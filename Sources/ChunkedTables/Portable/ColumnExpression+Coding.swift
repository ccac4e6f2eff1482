internal import Learning
internal import TaskGraph

extension ColumnExpression {
    /// The number of functions within each other that are read.
    private static let greatestDepth = 4096

    /// Writes the syntax tree: operands before their functions.
    func encode(into encoder: inout CanonicalEncoder) {
        var nodes = CanonicalEncoder()
        var count = 0
        node.encode(into: &nodes, &count)
        encoder.beginList(count: count)
        encoder.append(encoded: nodes.bytes)
    }

    /// Decodes an expression written by ``encode(into:)``.
    init(from decoder: inout CanonicalDecoder) throws {
        var stack: [(node: Node, depth: Int)] = []
        func damaged(_ reason: String) -> WireError { .cannotDecode(value: "expression", reason: reason) }
        for _ in 0..<(try decoder.beginList()) {
            switch decoder.nextTag {
            case .double: stack.append((.number(try decoder.readDouble()), 0))
            case .list:
                guard try decoder.beginList() == 1 else { throw damaged("a name or text is not one") }
                stack.append((.column(ExactText(try decoder.readString())), 0))
            case .string: stack.append((.text(ExactText(try decoder.readString())), 0))
            default:
                try decoder.readNil()
                let function: Function = try decoder.readCase()
                let count = function.operandCount
                guard stack.count >= count else { throw damaged("'\(function.rawValue)' lacks operands") }
                let operands = stack.suffix(count)
                let depth = 1 + (operands.map(\.depth).max() ?? 0)
                guard depth <= Self.greatestDepth else { throw damaged("functions are nested too deeply") }
                stack.removeLast(count)
                stack.append((.call(function, operands.map(\.node)), depth))
            }
        }
        guard let whole = stack.first, stack.count == 1 else { throw damaged("it is not one value") }
        self.init(whole.node)
    }
}

extension ColumnExpression.Node {
    /// Writes the nodes, operands first, and counts them.
    fileprivate func encode(into encoder: inout CanonicalEncoder, _ count: inout Int) {
        count += 1
        switch self {
        case .number(let value): encoder.append(value)
        case .text(let text): encoder.append(text.text)
        case .column(let name): encoder.append(list: [name.text])
        case .call(let function, let operands):
            for operand in operands { operand.encode(into: &encoder, &count) }
            encoder.appendNil()
            encoder.append(function.rawValue)
        }
    }
}

extension ColumnExpression.Function {
    /// The number of operands.
    fileprivate var operandCount: Int {
        switch form {
        case .infix: 2
        case .prefix: 1
        case .call(let operands): operands
        }
    }
}
