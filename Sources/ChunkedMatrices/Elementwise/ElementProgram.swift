import TaskGraph

/// A chain of element-wise operations on some blocks, in postfix order.
///
/// `(x + y) * 2` is: load 0, load 1, add, constant 2, multiply.
struct ElementProgram: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        /// Pushes the element of an input.
        case load(Int)
        case constant(Double)
        /// Replaces the last number.
        case function(ElementFunction)
        /// Replaces the last two numbers by one.
        case `operator`(ElementOperator)
    }

    /// Whether each input is read transposed.
    private(set) var isTransposed: [Bool]

    private(set) var steps: [Step]

    /// Returns the elements of the only input.
    static let identity = ElementProgram(isTransposed: [false], steps: [.load(0)])

    /// The maximum number of steps of a program that others are fused into.
    private static let maximumSteps = 64

    init(isTransposed: [Bool], steps: [Step]) {
        self.isTransposed = isTransposed
        self.steps = steps
    }

    /// Applies a function to the result of another program.
    static func applying(_ function: ElementFunction) -> ElementProgram {
        ElementProgram(isTransposed: [false], steps: [.load(0), .function(function)])
    }

    /// Applies an operator to two inputs.
    static func applying(_ operation: ElementOperator) -> ElementProgram {
        ElementProgram(isTransposed: [false, false], steps: [.load(0), .load(1), .operator(operation)])
    }

    /// Applies an operator to an input and a number.
    static func applying(_ operation: ElementOperator, right number: Double) -> ElementProgram {
        ElementProgram(isTransposed: [false], steps: [.load(0), .constant(number), .operator(operation)])
    }

    /// Applies an operator to a number and an input.
    static func applying(_ operation: ElementOperator, left number: Double) -> ElementProgram {
        ElementProgram(isTransposed: [false], steps: [.constant(number), .load(0), .operator(operation)])
    }

    /// The number of numbers that the steps need at the same time.
    var stackSize: Int {
        var (size, largest) = (0, 0)
        for step in steps {
            switch step {
            case .load, .constant: size += 1
            case .function: break
            case .operator: size -= 1
            }
            largest = max(largest, size)
        }
        return largest
    }
}

// MARK: - Fusing

extension ElementProgram {
    /// Returns the program in which an input is the transpose of what it was.
    func transposing(_ input: Int) -> ElementProgram {
        var program = self
        program.isTransposed[input].toggle()
        return program
    }

    /// Returns the program that computes an input by another program, whose inputs take its place; nil if it were long.
    func replacing(_ input: Int, by other: ElementProgram) -> ElementProgram? {
        let uses = steps.count { $0 == .load(input) }
        let isFlipped = isTransposed[input]
        let added = other.isTransposed.map { $0 != isFlipped }
        guard uses <= 1 || other.steps.count == 1, steps.count + uses * other.steps.count <= Self.maximumSteps
        else {
            return nil
        }
        let moved = other.steps.map { step in
            if case .load(let index) = step { return Step.load(index + input) }
            return step
        }
        let steps = self.steps.flatMap { step -> [Step] in
            guard case .load(let index) = step else { return [step] }
            if index == input { return moved }
            return [.load(index < input ? index : index - 1 + added.count)]
        }
        var isTransposed = self.isTransposed
        isTransposed.replaceSubrange(input...input, with: added)
        return ElementProgram(isTransposed: isTransposed, steps: steps)
    }
}

// MARK: - Encoding

extension ElementProgram {
    func encode(into encoder: inout CanonicalEncoder) {
        encoder.beginList(count: isTransposed.count)
        for flag in isTransposed { encoder.append(flag) }
        encoder.beginList(count: steps.count)
        for step in steps {
            switch step {
            case .load(let input): encoder.append(input)
            case .constant(let number): encoder.append(number)
            case .function(let function): encoder.append(function.rawValue)
            case .operator(let operation): encoder.append(operation.rawValue)
            }
        }
    }

    /// Decodes a program, checking that it never needs a number that is not there.
    init(from decoder: inout CanonicalDecoder) throws {
        let isTransposed = try decoder.readList { try $0.readBool() }
        var size = 0
        let steps = try decoder.readList { decoder -> Step in
            switch decoder.nextTag {
            case .int:
                size += 1
                let input = try decoder.readInt()
                guard isTransposed.indices.contains(input) else { throw Self.damaged }
                return .load(input)
            case .double:
                size += 1
                return .constant(try decoder.readDouble())
            default:
                let name = try decoder.readString()
                if let function = ElementFunction(rawValue: name), size >= 1 { return .function(function) }
                guard let operation = ElementOperator(rawValue: name), size >= 2 else { throw Self.damaged }
                size -= 1
                return .operator(operation)
            }
        }
        guard size == 1, !isTransposed.isEmpty else { throw Self.damaged }
        self.init(isTransposed: isTransposed, steps: steps)
    }

    private static let damaged = WireError.cannotDecode(
        value: "element-wise program", reason: "it is not complete")
}
