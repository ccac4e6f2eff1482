import Testing

@testable import TaskGraph

/// Pictures of graphs in the DOT language.
@Suite struct PictureTests {
    private struct Named: TaskOperation {
        let name: String
        func encodeParameters(into encoder: inout CanonicalEncoder) {}
        func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable { 0 }
    }

    private static func chain(_ count: Int, fan: Int) -> (TaskGraph, [TaskID]) {
        var graph = TaskGraph()
        let ends = (0..<fan).map { branch in
            var last = graph.insert(Named(name: "start"), inputs: [], salt: UInt64(branch))
            for step in 0..<count {
                last = graph.insert(Named(name: "step"), inputs: [last], salt: UInt64(step))
            }
            return last
        }
        return (graph, ends)
    }

    private static func nodes(_ dot: String) -> (circles: Int, boxes: Int, arrows: Int) {
        let lines = dot.split(separator: "\n")
        return (
            lines.count { $0.contains("shape=ellipse") }, lines.count { $0.contains("shape=box") },
            lines.count { $0.contains("->") }
        )
    }

    @Test func aSmallGraphHasACircleAndABoxForEachTask() {
        let (graph, ends) = Self.chain(3, fan: 2)
        #expect(Self.nodes(graph.dot()) == (8, 8, 8 + 6))
        // Only what an output needs.
        #expect(Self.nodes(graph.dot(outputs: [ends[0]])) == (4, 4, 4 + 3))
    }

    @Test func tasksOfTheSameKindAreOneIfThereAreMany() {
        let (graph, _) = Self.chain(3, fan: 100)
        let dot = graph.dot()
        #expect(Self.nodes(dot) == (4, 4, 4 + 3))
        #expect(dot.contains("× 100"))
        // A long chain is drawn by operation alone.
        let (long, _) = Self.chain(1000, fan: 1)
        #expect(Self.nodes(long.dot()) == (2, 2, 2 + 2))
    }

    @Test func namesAreWrittenAndNotRead() {
        var graph = TaskGraph()
        _ = graph.insert(Named(name: "\"];\n\\N <b>\u{7}"), inputs: [])
        let dot = graph.dot()
        #expect(dot.contains(#"label="\"];\n\\N <b>"# + "\u{FFFD}\""))
    }

    @Test func anEmptyGraphIsAPicture() {
        #expect(Self.nodes(TaskGraph().dot()) == (0, 0, 0))
    }
}
