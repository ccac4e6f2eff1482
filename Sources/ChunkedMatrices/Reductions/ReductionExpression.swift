import LinearAlgebra
import TaskGraph

/// The results of a reduction of the elements that a program computes.
struct ReductionExpression: ProgramExpression {
    let program: ElementProgram
    let statistic: Statistic
    let axis: ReductionAxis
    let result: ReductionResult
    /// The chunks of the program's results.
    let rows: AxisChunks
    let columns: AxisChunks

    func with(_ program: ElementProgram) -> ReductionExpression {
        ReductionExpression(
            program: program, statistic: statistic, axis: axis, result: result, rows: rows, columns: columns)
    }

    func programChunks(of node: MatrixNode) -> (rows: AxisChunks, columns: AxisChunks) { (rows, columns) }

    /// Returns the blocks that are reduced to a block of the result.
    private func places(for place: BlockPlace) -> [BlockPlace] {
        switch axis {
        case .byColumn: (0..<rows.count).map { BlockPlace($0, place.column) }
        case .byRow: (0..<columns.count).map { BlockPlace(place.row, $0) }
        case .overall:
            (0..<rows.count).flatMap { row in (0..<columns.count).map { BlockPlace(row, $0) } }
        }
    }

    func readings(for place: BlockPlace, of node: MatrixNode) -> [BlockReading] {
        places(for: place).flatMap { program.readings(of: node, for: $0) }
    }

    func insert(
        _ place: BlockPlace, of node: MatrixNode, blocks: [TaskInput<Matrix>], into graph: inout TaskGraph
    ) -> TaskInput<Matrix> {
        let width = program.isTransposed.count
        let reduce = graph.register(
            typed: ReduceBlock(program: program, statistic: statistic, axis: axis))
        let combine = graph.register(typed: CombinePartials(statistic: statistic))
        let partials = stride(from: 0, to: blocks.count, by: width).map {
            graph.insert(reduce, Blocks(blocks: Array(blocks[$0..<$0 + width])))
        }
        let total = ReductionTree.reduce(partials) { graph.insert(combine, Blocks(blocks: $0)) }
        return graph.insert(
            FinishReduction(statistic: statistic, result: result, isColumn: axis == .byRow),
            .init(partial: total))
    }
}
