// Submissions: adding tasks, and ending the interest in them.

extension ExecutionState {
    /// Adds the tasks of a submission, and holds its outputs.
    ///
    /// - Parameters:
    ///   - order: The order of the tasks that are not known yet; it starts at ``taskCount``.
    ///   - outputs: The tasks whose results are requested; repetitions have no effect.
    ///   - priority: Ready tasks of a higher priority start first.
    ///   - inOrder: Whether tasks of this priority start in the order of urgency, even if that starts another branch of
    ///     the graph.
    ///   - needs: The memory needs of the tasks of the order; required with a memory limit.
    ///   - released: Receives the tasks whose given results no other task reads, because their readers failed at once.
    /// - Returns: The number of the submission.
    /// - Complexity: Linear in the tasks and inputs of the order.
    @discardableResult
    package mutating func add(
        _ order: ExecutionOrder, outputs: [TaskID], priority: Int = 0, inOrder: Bool = false,
        needs: [MemoryLedger.Need] = [], releasing released: inout [Position]
    ) -> Int {
        precondition(order.start == taskCount, "the order does not start after the last task")
        let number = submissions.count
        let held = outputs.map { output in
            guard let position = order.position(of: output) else {
                preconditionFailure("the output \(output.index) is not in the order")
            }
            return position
        }.sortedWithoutRepetitions()
        memory?.add(needs)
        ready.add(priority: priority)
        if inOrder { ready[priority].startInOrder() }
        appendNodes(of: order, owner: number)
        let positions = order.start..<taskCount
        submissions.append(
            Submission(priority: priority, positions: positions, outputs: held, unsettled: positions.count))
        unsettled += positions.count
        for output in held { hold(output, for: number) }
        connectToEarlier(positions)
        start(positions, priority: priority, except: order.given)
        for task in order.given { supply(given: task) }
        inheritFailures(positions, releasing: &released)
        if submissions[number].unsettled == 0, ended.last != number { ended.append(number) }
        return number
    }

    private mutating func appendNodes(of order: ExecutionOrder, owner: Int) {
        let own = Adjacency(reversing: order.inputs, from: order.start)
        nodes.removeLast()
        inputs.append(order.inputs)
        dependents.append(own)
        nodes.reserveCapacity(dependents.listCount + 1)
        for position in order.start..<dependents.listCount {
            let missing = Int32(inputs.range(of: position).count)
            nodes.append(
                Node(
                    missing: missing, pending: missing,
                    readers: Int32(dependents.range(of: position).count), owner: Int32(owner),
                    state: missing == 0 ? .ready : .waiting, isSource: order.isSource(Position(position)),
                    firstInput: inputs.start(of: position), firstDependent: dependents.start(of: position)))
        }
        nodes.append(
            Node(
                missing: 0, pending: 0, readers: 0, owner: -1, state: .cancelled, isSource: false,
                firstInput: inputs.start(of: dependents.listCount),
                firstDependent: dependents.start(of: dependents.listCount)))
    }

    /// Holds an output, and waits for it if it belongs to an earlier submission.
    private mutating func hold(_ output: Position, for number: Int) {
        nodes[output.index].holds += 1
        guard output.index < submissions[number].positions.lowerBound, !hasEnded(output) else { return }
        nodes[output.index].isAwaited = true
        awaiting[output, default: []].append(number)
        submissions[number].unsettled += 1
    }

    private func hasEnded(_ task: Position) -> Bool {
        switch nodes[task.index].state {
        case .waiting, .ready, .running: false
        case .done, .released, .failed, .cancelled: true
        }
    }

    /// Connects new tasks to their inputs of earlier submissions, some of which have ended.
    private mutating func connectToEarlier(_ positions: Range<Int>) {
        let start = positions.lowerBound
        guard start > 0 else { return }
        for position in positions {
            for index in inputs(of: Position(position)) where inputs.item(at: index).index < start {
                let input = inputs.item(at: index)
                laterDependents[input, default: []].append(Position(position))
                nodes[input.index].hasLaterDependents = true
                nodes[input.index].readers += 1
                switch nodes[input.index].state {
                case .done:
                    nodes[position].missing -= 1
                    nodes[position].pending -= 1
                case .waiting, .ready, .running, .failed:
                    if nodes[input.index].isOpening { nodes[position].pending -= 1 }
                case .released, .cancelled:
                    preconditionFailure("a task without a result is not known")
                }
            }
            if nodes[position].missing == 0 { nodes[position].state = .ready }
        }
    }

    /// Fails the new tasks that depend on failures of earlier submissions.
    private mutating func inheritFailures(_ positions: Range<Int>, releasing released: inout [Position]) {
        guard positions.lowerBound > 0 else { return }
        for task in positions.lazy.map(Position.init) where nodes[task.index].state == .waiting {
            guard let cause = causesOfFailure(of: task).min() else { continue }
            origins[task] = cause
            settle(task, as: .failed)
            abandonInputs(of: task, releasing: &released)
        }
        precondition(
            released.allSatisfy { positions.contains($0.index) },
            "the results of earlier tasks have readers, or are held")
    }

    /// Returns the tasks that threw, and because of which inputs of a task have no result.
    private func causesOfFailure(of task: Position) -> [Position] {
        inputs(of: task).map { inputs.item(at: $0) }.filter { nodes[$0.index].state == .failed }
            .map { origins[$0] ?? $0 }
    }

    /// Makes ready the new tasks that miss no input, except those whose results are given.
    private mutating func start(_ positions: Range<Int>, priority: Int, except given: [Position]) {
        for task in given { nodes[task.index].state = .done }
        let isFirst = positions.lowerBound == 0
        for index in positions.reversed() where nodes[index].state == .ready {
            if nodes[index].isSource {
                ready[priority].pushSource(Position(index))
            } else if isFirst {
                ready[priority].push(Position(index))
            } else {
                pushOpening(Position(index))
            }
        }
    }

    // MARK: - Known tasks

    /// Returns whether a new submission can use a task, instead of running it again.
    ///
    /// A failed task counts as long as a submission holds it.
    package func isKnown(_ task: Position) -> Bool {
        switch nodes[task.index].state {
        case .waiting, .ready, .running, .done: true
        case .failed: nodes[task.index].holds > 0
        case .released, .cancelled: false
        }
    }

    /// Holds results for a submission that is about to be added.
    package mutating func hold(_ tasks: some Sequence<Position>) {
        for task in tasks { nodes[task.index].holds += 1 }
    }

    /// Ends such a hold.
    package mutating func endHold(of tasks: some Sequence<Position>, releasing released: inout [Position]) {
        for task in tasks {
            nodes[task.index].holds -= 1
            releaseIfUnread(task, into: &released)
            cancelIfUnneeded(task, releasing: &released)
        }
    }

    // MARK: - Ending

    /// Whether submissions ended since the last call of ``takeEnded()``.
    package var hasEnded: Bool { !ended.isEmpty }

    /// Returns the number of the submission that added a task; -1 if it is forgotten.
    package func owner(of task: Position) -> Int { Int(nodes[task.index].owner) }

    /// Returns the submissions that ended since the last call: all their tasks and outputs have.
    package mutating func takeEnded() -> [Int] {
        guard !ended.isEmpty else { return [] }
        defer { ended.removeAll(keepingCapacity: true) }
        return ended
    }

    /// Returns the number of tasks of a submission that were handed out and have ended, including failed ones.
    package func tasksRun(in submission: Int) -> Int { submissions[submission].tasksRun }

    /// Returns the outputs of a submission, ascending.
    package func outputs(of submission: Int) -> [Position] { submissions[submission].outputs }

    /// Whether a submission was cancelled.
    package func isCancelled(_ submission: Int) -> Bool { submissions[submission].isCancelled }

    /// Whether all submissions are cancelled.
    package var isCancelled: Bool { submissions.allSatisfy(\.isCancelled) && !submissions.isEmpty }

    /// Ends a submission's hold on its outputs.
    ///
    /// Tasks that no other submission needs are cancelled. Running tasks may still finish or fail.
    ///
    /// - Parameter released: Receives the tasks whose results have no remaining readers.
    package mutating func release(_ submission: Int, releasing released: inout [Position]) {
        guard submissions[submission].isHeld else { return }
        submissions[submission].isHeld = false
        endHold(of: submissions[submission].outputs, releasing: &released)
    }

    /// Cancels a submission: its tasks that no other needs will not run.
    ///
    /// - Parameter released: Receives the tasks whose results have no remaining readers.
    /// - Returns: Whether no other submission needs any of its tasks that have not ended.
    @discardableResult
    package mutating func cancel(_ submission: Int, releasing released: inout [Position]) -> Bool {
        guard !submissions[submission].isCancelled else { return true }
        submissions[submission].isCancelled = true
        release(submission, releasing: &released)
        // It does not wait for others' tasks any more.
        for output in submissions[submission].outputs
        where output.index < submissions[submission].positions.lowerBound && nodes[output.index].isAwaited {
            guard let place = awaiting[output]?.firstIndex(of: submission) else { continue }
            awaiting[output]?.remove(at: place)
            submissions[submission].unsettled -= 1
            if submissions[submission].unsettled == 0 { ended.append(submission) }
        }
        return submissions[submission].positions.allSatisfy { index in
            let node = nodes[index]
            return hasEnded(Position(index)) || node.readers == 0 && node.holds == 0
        }
    }

    /// Cancels all submissions.
    package mutating func cancel() {
        var released: [Position] = []
        for number in submissions.indices { cancel(number, releasing: &released) }
    }

    /// Cancels a task that has not started if no output needs it, and then what only it needed.
    mutating func cancelIfUnneeded(_ task: Position, releasing released: inout [Position]) {
        var candidates = [task]
        while let task = candidates.popLast() {
            let node = nodes[task.index]
            guard node.holds == 0, node.readers == 0, node.state == .waiting || node.state == .ready else {
                continue
            }
            discard(task)
            settle(task, as: .cancelled)
            for index in inputs(of: task) {
                let input = inputs.item(at: index)
                nodes[input.index].readers -= 1
                releaseIfUnread(input, into: &released)
                candidates.append(input)
            }
        }
    }
}

extension [Position] {
    /// Returns the positions, ascending, each once.
    ///
    /// - Complexity: Linear if they are ascending, as those of the outputs of an order mostly are.
    fileprivate func sortedWithoutRepetitions() -> [Position] {
        let areAscending = zip(self, dropFirst()).allSatisfy { $0 < $1 }
        if areAscending { return self }
        var result: [Position] = []
        result.reserveCapacity(count)
        for position in sorted() where position != result.last { result.append(position) }
        return result
    }
}
