import Trellis

/// A task graph in the DOT language: one box per task, with arrows to the tasks that read its result.
enum GraphvizText {
    /// Draws the graph from left to right, coloured by operation.
    static func of(_ graph: TaskGraph) -> String {
        let names = graph.countsByName.keys.sorted()
        let colours = Dictionary(
            uniqueKeysWithValues: names.enumerated().map { ($1, colour($0, of: names.count)) })
        var text = """
            digraph search {
              rankdir=LR;
              node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=10];
              edge [color="#888888", arrowsize=0.6];

            """
        for task in graph.tasks {
            let name = graph.name(of: task)
            text +=
                "  t\(task.index) [label=\(quoted(name)), fillcolor=\"\(colours[name, default: "#ffffff"])\", "
            text += "tooltip=\"\(graph.key(of: task))\"];\n"
            for input in graph.inputs(of: task) { text += "  t\(input.index) -> t\(task.index);\n" }
        }
        return text + "}\n"
    }

    /// A pale colour, as hue, saturation and value; hues are evenly spaced.
    private static func colour(_ index: Int, of count: Int) -> String {
        "\(Numerals.fixed(Double(index) / Double(count), 3)) 0.25 1.0"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] } + "\""
    }
}
