internal import Learning
internal import Tabular

/// The steps that turn the columns of a file into those of a table.
///
/// Each step computes a register, or removes rows from all registers that are still needed. Equal expressions share a
/// register.
struct Program: Sendable {
    /// The computation of a register.
    enum Instruction: Hashable, Sendable {
        /// A column, by its position in ``Program/columns``.
        case column(Int)
        case number(Double)
        case date(Double)
        case text(ExactText)
        /// A function of other registers.
        case call(ColumnExpression.Function, [Int])
    }

    enum Step: Sendable {
        /// Computes a register.
        case compute(Int, Instruction)
        /// Keeps the rows in which a register is true.
        case filter(Int)
        /// Replaces the rows by pairs with rows of a table in memory, the next of those of the joins.
        case join(keys: [Int], columns: [Int], kind: JoinKind)
    }

    /// The columns that are read.
    var columns: [PartColumn] = []

    var steps: [Step] = []

    /// The type of each register.
    var kinds: [ValueKind] = []

    /// The registers that are the result.
    var outputs: [Int] = []

    /// For each register, the index of the last step that reads it; the number of steps for the outputs.
    var lastUses: [Int] {
        var last = [Int](repeating: -1, count: kinds.count)
        for (index, step) in steps.enumerated() {
            switch step {
            case .compute(_, .call(_, let operands)): for operand in operands { last[operand] = index }
            case .compute: break
            case .filter(let register): last[register] = index
            case .join(let keys, _, _): for key in keys { last[key] = index }
            }
        }
        for output in outputs { last[output] = steps.count }
        return last
    }
}
