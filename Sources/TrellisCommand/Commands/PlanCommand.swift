import ArgumentParser
import Trellis

/// `trellis plan`: what a search would do.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what a search would do, without doing it.",
        discussion: """
            EXAMPLE:
              trellis plan datasets/iris.csv --target species \\
                --pipeline 'pca | svc' --cv 2 --dot iris.dot \\
                --grid pca.n_components=1,2 --grid svc.C=1,10
              dot -Tsvg iris.dot > iris.svg
            """)

    @OptionGroup(title: "The problem") var problem: ProblemOptions
    @OptionGroup(title: "Validation") var validation: ValidationOptions
    @OptionGroup(title: "Running") var saving: SavingOptions

    @Option(help: ArgumentHelp("Write the graph for Graphviz.", valueName: "file.dot"))
    var dot: String?

    @Option(help: .hidden)
    var svg: String?

    mutating func run() throws {
        if svg != nil {
            throw CommandError.unavailable(option: "--svg", instead: "'dot -Tsvg' draws what --dot writes")
        }
        let spec = try problem.spec.map(SpecFile.init(path:)) ?? SpecFile()
        let settings = try SearchSettings(problem, validation, saving, spec: spec)
        let file = try dot.map(OutputFile.init)
        let prepared = try PreparedSearch(settings)
        let plan = try prepared.plan()
        let naive = try prepared.varied { $0.merging = false }.plan()
        try file?.write(GraphvizText.of(plan.graph))
        for warning in plan.warnings { Terminal.tell("warning: \(warning)") }
        try Terminal.print(Self.text(plan, naive))
    }

    private static func text(_ plan: SearchPlan, _ naive: SearchPlan) -> String {
        var table = TextTable([("operation", .left), ("before merging", .right), ("after", .right)])
        let (before, after) = (naive.countsByName, plan.countsByName)
        for (name, count) in before.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            table.add([name, "\(count)", "\(after[name, default: 0])"])
        }
        table.add(["total", "\(naive.graph.count)", "\(plan.graph.count)"])
        let saved = 1 - Double(plan.graph.count) / Double(naive.graph.count)
        return """
            \(Numerals.count(plan.candidateCount, "candidate")) on \(Numerals.count(plan.splitCount, "split")), \
            scored by \(plan.scorers.map(\.name).joined(separator: ", "))
            \(naive.graph.count) tasks before merging, \(plan.graph.count) after it \
            (\(Numerals.percent(saved)) saved)

            \(table.text)
            """
    }
}
