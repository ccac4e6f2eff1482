/// A picture of task graphs in the DOT language, which Graphviz lays out: `dot -Tsvg graph.dot > graph.svg`.
///
/// A circle is an operation, and a box is its result. Circles are coloured by operation. Graphs with more than
/// ``maximumTasks`` tasks are summarised: tasks of the same operation whose inputs are of the same kinds are drawn as one.
package struct GraphPicture {
    /// The maximum number of tasks that are drawn one by one.
    package static let maximumTasks = 100

    /// A graph with a title, or a part of one.
    package struct Part {
        let title: String
        let graph: TaskGraph
        let tasks: [TaskID]
        let note: (TaskID) -> String

        /// Creates a part.
        ///
        /// - Parameters:
        ///   - title: The title above the part; none if it is empty.
        ///   - graph: The graph.
        ///   - outputs: The tasks that the part ends with; nil for all tasks of the graph.
        ///   - note: Returns what to write into the box of a task's result. Not called for tasks of a summary.
        package init(
            _ title: String, _ graph: TaskGraph, outputs: [TaskID]? = nil,
            note: @escaping (TaskID) -> String = { _ in "" }
        ) {
            self.title = title
            self.graph = graph
            self.note = note
            tasks = outputs.map { graph.tasksNeeded(for: $0) } ?? Array(graph.tasks)
        }

        /// The number of tasks.
        package var taskCount: Int { tasks.count }
    }

    private let parts: [Part]

    /// Creates a picture of several parts, one below the other.
    package init(_ parts: [Part]) { self.parts = parts }

    /// The text in the DOT language.
    package var dot: String {
        let colours = PictureColours(parts)
        var text = """
            digraph tasks {
              rankdir=LR;
              graph [fontname="Helvetica", fontsize=12, labeljust=l, color="#cccccc", nodesep=0.15, ranksep=0.3];
              node [fontname="Helvetica", fontsize=10, style=filled, color="#666666", penwidth=0.7, height=0.3, \
            width=0.3, margin="0.08,0.04"];
              edge [color="#888888", arrowsize=0.5];

            """
        // Graphviz puts the first part at the bottom.
        for (number, part) in parts.enumerated().reversed() {
            let drawing = part.drawing
            text += "  subgraph cluster_\(number) {\n    label=\(DotText.quoted(part.title));\n"
            if part.title.isEmpty { text += "    penwidth=0;\n" }
            for (index, node) in drawing.nodes.enumerated() {
                let name = "\(number)_\(index)"
                let fill = colours[node.operation]
                if !node.isSource {
                    text +=
                        "    o\(name) [shape=ellipse, label=\(DotText.quoted(node.operation)), fillcolor=\"\(fill)\"];\n"
                }
                let label = node.isSource ? "\(node.operation)\n\(node.note)" : node.note
                text += "    v\(name) [shape=box, label=\(DotText.quoted(label)), "
                text += "fillcolor=\"\(node.isSource ? fill : "#ffffff")\"];\n"
                if !node.isSource { text += "    o\(name) -> v\(name);\n" }
                for input in node.inputs { text += "    v\(number)_\(input) -> o\(name);\n" }
            }
            text += "  }\n"
        }
        return text + "}\n"
    }
}

extension TaskGraph {
    /// Returns a picture in the DOT language, which Graphviz lays out: `dot -Tsvg graph.dot > graph.svg`.
    ///
    /// A circle is an operation, and a box is its result. A graph of more than 100 tasks is summarised: tasks of the same
    /// operation whose inputs are of the same kinds are drawn as one.
    ///
    /// - Parameter outputs: The tasks that the picture ends with; nil for all tasks.
    /// - Complexity: Linear in the tasks and inputs.
    public func dot(outputs: [TaskID]? = nil) -> String {
        GraphPicture([GraphPicture.Part("", self, outputs: outputs)]).dot
    }
}
