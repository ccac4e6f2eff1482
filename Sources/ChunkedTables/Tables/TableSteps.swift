internal import Learning
internal import Tabular

/// The steps that turn the columns of a file into those of a table, and the expressions that are wanted of it.
struct TableSteps: Sendable {
    enum Step: Sendable {
        /// Keeps the rows in which a condition is true.
        case filter(ColumnExpression)
        /// Adds or replaces a column.
        case assign(String, ColumnExpression)
        /// Joins the rows with those of a table in memory.
        case join(TableJoin)
    }

    var steps: [Step] = []

    /// The steps that are joins.
    var joins: [TableJoin] { steps.compactMap { if case .join(let join) = $0 { join } else { nil } } }

    /// The expressions that are the result.
    var outputs: [ColumnExpression] = []

    /// Compiles the steps.
    ///
    /// - Parameter columns: The columns of the file.
    /// - Throws: ``ChunkedTableError`` if a column does not exist, or an operand has the wrong type.
    func program(columns: [PartColumn]) throws -> Program {
        var builder = ProgramBuilder(columns: columns)
        for step in steps {
            switch step {
            case .filter(let condition): try builder.filter(condition)
            case .assign(let name, let expression): try builder.assign(name, expression)
            case .join(let join): try builder.join(join)
            }
        }
        var registers: [Int] = []
        for output in outputs { registers.append(try builder.register(of: output)) }
        return builder.finish(registers)
    }

    /// Returns the steps that some results need.
    func with(outputs: [ColumnExpression]) -> TableSteps {
        var needed = outputs.reduce(into: Set<ExactText>()) { $0.formUnion($1.columnNames) }
        var kept: [Step] = []
        for step in steps.reversed() {
            switch step {
            case .filter(let condition): needed.formUnion(condition.columnNames)
            case .assign(let name, let expression):
                guard needed.remove(ExactText(name)) != nil else { continue }
                needed.formUnion(expression.columnNames)
            case .join(let join): needed = join.needs(needed)
            }
            kept.append(step)
        }
        var steps = self
        (steps.steps, steps.outputs) = (kept.reversed(), outputs)
        return steps
    }
}
