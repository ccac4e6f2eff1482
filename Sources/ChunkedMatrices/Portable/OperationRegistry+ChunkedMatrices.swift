import LinearAlgebra
import TaskGraph

extension OperationRegistry {
    /// Registers the operations on blocks, so that workers of a cluster can run them.
    ///
    /// The type `Matrix` must be registered as well. Closures, and writing to files, run in their own process only.
    public mutating func addChunkedMatrices() {
        addSources()
        addElements()
        addFactorisations()
        add(operation: "multiply-blocks") {
            MultiplyBlocks(isLeftTransposed: try $0.readBool(), isRightTransposed: try $0.readBool())
        }
        add(operation: "add-blocks") { _ in AddBlocks() }
        add(operation: "cumulate-block") { CumulateBlock(chunk: try $0.readInt()) }
        add(operation: "sum-rows-before") { _ in SumRowsBefore() }
        add(operation: "select-largest") { SelectLargest(count: max(0, try $0.readInt())) }
        add(operation: "put-blocks-together") { try PutTogether(from: &$0) }
    }

    private mutating func addSources() {
        add(operation: "fill-block") { decoder in
            let number = try decoder.readDouble()
            let shape = try decoder.readInts(2, of: "fill-block")
            return FillBlock(number: number, rows: shape[0], columns: shape[1])
        }
        add(operation: "random-block") { decoder in
            let distribution: RandomDistribution = try decoder.readCase()
            let numbers = try decoder.readInts(6, of: "random-block", signed: 1)
            return RandomBlock(
                distribution: distribution, seed: numbers[0], width: numbers[1], row: numbers[2],
                column: numbers[3],
                rows: numbers[4], columns: numbers[5])
        }
        add(operation: "read-array-block") { decoder in
            let (path, type): (String, ArrayElement) = (try decoder.readString(), try decoder.readCase())
            let numbers = try decoder.readInts(8, of: "read-array-block", signed: 2)
            guard numbers[4] <= numbers[5], numbers[6] <= numbers[7] else {
                throw WireError.cannotDecode(value: "read-array-block", reason: "a range is not one")
            }
            return ReadArrayBlock(
                path: path, state: FileState(size: numbers[0], modified: numbers[1]), type: type,
                offset: numbers[2],
                width: numbers[3], rows: numbers[4]..<numbers[5], columns: numbers[6]..<numbers[7])
        }
    }

    private mutating func addElements() {
        add(operation: "compute-elements") { ElementwiseOperation(program: try ElementProgram(from: &$0)) }
        add(operation: "reduce-block") { decoder in
            ReduceBlock(
                program: try ElementProgram(from: &decoder), statistic: try decoder.readCase(),
                axis: try decoder.readCase())
        }
        add(operation: "combine-partial-results") { CombinePartials(statistic: try $0.readCase()) }
        add(operation: "finish-reduction") { decoder in
            let (statistic, isColumn): (Statistic, Bool) = (try decoder.readCase(), try decoder.readBool())
            let result: ReductionResult =
                switch try decoder.readString() {
                case "value": .value
                case "mean": .mean(of: try decoder.readInt())
                case "variance": .variance(ddof: try decoder.readInt())
                case "standard-deviation": .standardDeviation(ddof: try decoder.readInt())
                case let name:
                    throw WireError.cannotDecode(value: "finish-reduction", reason: "unknown result \(name)")
                }
            return FinishReduction(statistic: statistic, result: result, isColumn: isColumn)
        }
    }

    private mutating func addFactorisations() {
        add(operation: "factorise-block") { _ in Factorise() }
        add(operation: "triangle-of") { _ in TriangleOf() }
        add(operation: "rotate-rows") { _ in Rotate() }
        add(operation: "decompose-block") { _ in Decompose() }
        add(operation: "part-of-decomposition") { TakePart(part: try $0.readCase()) }
        add(value: "orthogonalisation", of: Orthogonalisation.self) { value, writer in
            try writer.append(part: value.packed)
            writer.header.append(value.factors)
        } decode: { reader in
            let (packed, factors) = (try reader.readPart(), try reader.header.readDoubles())
            guard let packed = packed as? Matrix, factors.count == min(packed.rows, packed.columns) else {
                throw WireError.cannotDecode(value: "orthogonalisation", reason: "its parts do not match")
            }
            return Orthogonalisation(packed: packed, factors: factors)
        }
        add(value: "singular-values", of: SingularValues.self) { value, writer in
            try writer.append(part: value.left)
            try writer.append(part: value.right)
            writer.header.append(value.values)
        } decode: { reader in
            let (left, right) = (try reader.readPart(), try reader.readPart())
            let values = try reader.header.readDoubles()
            guard let left = left as? Matrix, let right = right as? Matrix, left.columns == values.count,
                right.rows == values.count
            else { throw WireError.cannotDecode(value: "singular-values", reason: "its parts do not match") }
            return SingularValues(left: left, values: values, right: right)
        }
    }
}

extension CanonicalDecoder {
    /// Reads the name of a case.
    fileprivate mutating func readCase<Value: RawRepresentable<String>>() throws -> Value {
        let name = try readString()
        guard let value = Value(rawValue: name) else {
            throw WireError.cannotDecode(value: "\(Value.self)", reason: "unknown case \(name)")
        }
        return value
    }

    /// Reads a number of integers, of which only the first `signed` may be negative.
    fileprivate mutating func readInts(_ count: Int, of operation: String, signed: Int = 0) throws -> [Int] {
        let numbers = try readInts()
        guard numbers.count == count, numbers.dropFirst(signed).allSatisfy({ $0 >= 0 }) else {
            throw WireError.cannotDecode(
                value: operation, reason: "\(numbers.count) numbers; expected \(count)")
        }
        return numbers
    }
}
