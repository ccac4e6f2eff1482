internal import TaskGraph

/// The maximum number of attempts of a run whose workers die.
private let maxAttempts = 3

extension DaskScheduler {
    /// Computes the outputs, in several attempts if workers die.
    func complete(
        _ run: ClusterRun, _ graph: TaskGraph, _ outputs: [TaskID], _ failures: [TaskID: TaskFailure],
        on session: ClusterSession
    ) async throws {
        provide(run, graph, outputs, failures)
        for round in 0..<maxAttempts {
            let missing = run.state.missing(of: outputs)
            if missing.isEmpty { return }
            try await attempt(
                run, graph, missing, workers: workers,
                suffix: round == 0 ? "" : "-again\(round)-\(run.number)",
                on: session)
            if run.state.killed.isEmpty { return }
            let suspects = Set(run.state.suspects.map { graph.name(of: $0) }).sorted()
            note(
                "workers ended while they ran \(suspects.joined(separator: ", ")); running it again (attempt "
                    + "\(round + 1) of \(maxAttempts))")
            try await isolate(run, graph, outputs, round, on: session)
        }
        throw DaskClusterError.workersKeepEnding(
            operations: Set(run.state.suspects.map { graph.name(of: $0) }).sorted())
    }

    /// Provides what needs no computation: data sources, the results and failures of earlier submissions, and results
    /// rescued from an earlier run.
    private func provide(
        _ run: ClusterRun, _ graph: TaskGraph, _ outputs: [TaskID], _ failures: [TaskID: TaskFailure]
    ) {
        run.update { state in
            let events = state.order.tasks.compactMap { task -> TaskRun? in
                switch graph.operation(of: task) {
                case let known as KnownValue:
                    state.keep(known.value, of: task)
                    return nil
                case let source as any DataSource: return state.provided(task, source.value)
                default: return nil
                }
            }
            for (task, failure) in failures.sorted(by: { $1.key < $0.key }) {
                state.blame(task, for: failure)
            }
            for output in outputs {
                if let value = rescued(output, of: graph) { state.keep(value, of: output) }
            }
            return events
        }
    }

    /// Computes tasks, with the data in files if there is a shared directory.
    ///
    /// If a file cannot be written or read, computes the missing tasks again with the data in the graph.
    private func attempt(
        _ run: ClusterRun, _ graph: TaskGraph, _ outputs: [TaskID], workers: Int, suffix: String,
        on session: ClusterSession
    ) async throws {
        func submit(_ outputs: [TaskID], _ suffix: String, _ dataSuffix: String) async throws {
            let pieces = graph.fused(outputs: outputs, workers: workers, costs: costs(of: graph))
            let submission = try ClusterGraph(
                pieces, of: graph, outputs: outputs, registry: registry, suffix: suffix,
                dataSuffix: dataSuffix, directory: memory.directory.withLock { $0 })
            try await settle(submission, run, on: session)
        }
        do {
            try await submit(outputs, suffix, "")
            guard let reason = run.state.unreadable else { return }
            stopSharing("a worker cannot read \(reason)")
        } catch let error as DaskClusterError {
            guard case .sharedDirectoryUnusable = error else { throw error }
            stopSharing("\(error)")
        }
        let carried = "-carried-\(run.number)"
        try await submit(run.state.missing(of: outputs), suffix + carried, carried)
        if let reason = run.state.unreadable {
            throw DaskClusterError.pieceFailed(name: carried, reason: reason)
        }
    }

    /// Sends data with the graph from now on, rather than through the shared directory.
    private func stopSharing(_ reason: String) {
        let wasShared = memory.directory.withLock { directory in
            defer { directory = nil }
            return directory != nil
        }
        // Equal data of another client may still be in a file.
        if wasShared { warn("\(reason); the data are sent with the graph instead") }
    }

    private func settle(
        _ submission: ClusterGraph, _ run: ClusterRun, on session: ClusterSession
    ) async throws {
        run.update {
            $0.begin(submission)
            return []
        }
        session.send(
            .submit(
                run: run.number, tasks: submission.tasks, want: submission.wanted.keys.sorted(),
                buffers: submission.buffers))
        try await run.settled()
    }

    /// Finds the tasks whose operations kill workers, by running each suspect alone.
    private func isolate(
        _ run: ClusterRun, _ graph: TaskGraph, _ outputs: [TaskID], _ round: Int, on session: ClusterSession
    ) async throws {
        for suspect in run.state.suspects where run.state.failures[suspect] == nil {
            // Its inputs have been cleared already, because suspects are in topological order.
            try await attempt(
                run, graph, [suspect], workers: 1, suffix: "-alone\(round)-\(run.number)", on: session)
            run.update { state in
                if !state.killed.isEmpty {
                    state.blame(
                        suspect,
                        for: TaskFailure(
                            origin: graph.key(of: suspect), operation: graph.name(of: suspect),
                            message: "the operation kills the worker process that runs it"))
                } else if !outputs.contains(suspect) {
                    state.forget(suspect)
                }
                return []
            }
        }
    }
}
