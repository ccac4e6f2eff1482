/// What a picture draws for a task, or for several that are alike.
struct PictureNode {
    let operation: String
    let note: String
    /// Whether the operation only provides data, so that there is a box without a circle.
    let isSource: Bool
    /// The indices of the nodes whose results it reads, each once.
    let inputs: [Int]
}

extension GraphPicture.Part {
    /// The nodes; inputs come first.
    var drawing: (nodes: [PictureNode], isSummary: Bool) {
        guard tasks.count > GraphPicture.maximumTasks else { return (single, false) }
        let alike = groups { [graph] task, inputs in [graph.name(of: task)] + inputs.map(String.init) }
        // A long chain has as many kinds as tasks.
        return (
            alike.count <= GraphPicture.maximumTasks
                ? alike : groups { [graph] task, _ in [graph.name(of: task)] }, true
        )
    }

    /// One node for each task.
    private var single: [PictureNode] {
        var index: [TaskID: Int] = [:]
        return tasks.sorted().enumerated().map { number, task in
            index[task] = number
            var inputs: [Int] = []
            for input in graph.inputs(of: task).compactMap({ index[$0] }) where !inputs.contains(input) {
                inputs.append(input)
            }
            return PictureNode(
                operation: graph.name(of: task), note: note(task),
                isSource: graph.operation(of: task) is any DataSource, inputs: inputs)
        }
    }

    /// One node for all tasks of the same kind.
    ///
    /// - Parameter kind: Returns the kind of a task, from the ascending numbers of the kinds of its inputs.
    private func groups(by kind: (TaskID, [Int]) -> [String]) -> [PictureNode] {
        var numbers: [[String]: Int] = [:]
        var ofTask: [TaskID: Int] = [:]
        var groups: [(name: String, isSource: Bool, count: Int, inputs: Set<Int>)] = []
        for task in tasks.sorted() {
            let inputs = Set(graph.inputs(of: task).compactMap { ofTask[$0] })
            let kind = kind(task, inputs.sorted())
            let number = numbers[kind] ?? groups.count
            if number == groups.count {
                numbers[kind] = number
                groups.append((graph.name(of: task), graph.operation(of: task) is any DataSource, 0, []))
            }
            groups[number].count += 1
            groups[number].inputs.formUnion(inputs)
            ofTask[task] = number
        }
        return groups.map { group in
            PictureNode(
                operation: group.name, note: group.count == 1 ? "" : "× \(group.count)",
                isSource: group.isSource, inputs: group.inputs.sorted())
        }
    }
}
