import ArgumentParser
import Trellis

/// `trellis steps`: what pipelines are made of.
struct StepsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "steps",
        abstract: "List the steps that pipelines are made of, or the parameters of one.",
        discussion: """
            EXAMPLE:
              trellis steps
              trellis steps svc
            """)

    @Argument(help: "The step whose parameters to list.")
    var step: String?

    @Flag(help: "Write JSON.")
    var json = false

    mutating func run() throws {
        let all = StepRegistry.standard.types.map { StepDescription($0) }
        guard let step else {
            return try Terminal.print(json ? JSONText.encode(all) : Self.table(all))
        }
        guard let one = all.first(where: { $0.kind == step }) else {
            throw CommandError.unknownName(
                at: TextPlace("trellis steps"), what: "step", name: step,
                advice: advice(for: step, among: all.map(\.kind)))
        }
        try Terminal.print(json ? JSONText.encode(one) : Self.text(one))
    }

    private static func table(_ steps: [StepDescription]) -> String {
        var table = TextTable([
            ("step", .left), ("is a", .left), ("shares by", .left), ("what it does", .left),
        ])
        for step in steps {
            let traits = step.sharing.map(\.rawValue).joined(separator: ", ")
            table.add([step.kind, step.role.rawValue, traits, step.summary])
        }
        return table.text
    }

    private static func text(_ step: StepDescription) -> String {
        let title = "\(step.kind), a \(step.role.rawValue): \(step.summary)"
        let sharing = step.sharing.map { "\n\($0.rawValue): \($0.summary)" }.joined()
        let traits = sharing.isEmpty ? "" : "\n\nWhat candidates share of it:" + sharing
        if step.parameters.isEmpty { return title + "\n\nIt has no parameters." + traits }
        var table = TextTable([
            ("parameter", .left), ("default", .left), ("must be", .left), ("what it is", .left),
        ])
        for parameter in step.parameters {
            table.add([parameter.name, "\(parameter.default)", parameter.expectation, parameter.summary])
        }
        return title + "\n\n" + table.text + traits
    }
}
