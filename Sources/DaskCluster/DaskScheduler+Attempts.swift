internal import TaskGraph

/// How often workers may end under a run before it gives up on it.
private let mostRounds = 3

extension DaskScheduler {
    /// Computes what is wanted, in several attempts if workers end.
    func complete(
        _ run: ClusterRun, _ graph: TaskGraph, _ outputs: [TaskID], on session: ClusterSession
    ) async throws {
        provide(run, graph, outputs)
        for round in 0..<mostRounds {
            let missing = run.state.missing(of: outputs)
            if missing.isEmpty { return }
            let pieces = graph.fused(outputs: missing, workers: workers, costs: costs(of: graph))
            try await attempt(
                try Submission(
                    pieces, of: graph, outputs: missing, library: library,
                    suffix: round == 0 ? "" : "-again\(round)-\(run.number)"),
                run, on: session)
            if run.state.ended.isEmpty { return }
            try await isolate(run, graph, outputs, round, on: session)
        }
        throw DaskClusterError.workersKeepEnding(
            operations: Set(run.state.suspects.map { graph.name(of: $0) }).sorted())
    }

    /// Takes what is there without asking the cluster: data, and what an earlier run left.
    private func provide(_ run: ClusterRun, _ graph: TaskGraph, _ outputs: [TaskID]) {
        run.update { state in
            let events = state.order.tasks.compactMap { task in
                (graph.operation(of: task) as? any DataSource).flatMap { state.provided(task, $0.value) }
            }
            for output in outputs {
                if let value = rescued(output, of: graph) { state.keep(value, of: output) }
            }
            return events
        }
    }

    private func attempt(
        _ submission: Submission, _ run: ClusterRun, on session: ClusterSession
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

    /// Finds the tasks whose operations end workers: each suspect runs by itself, with nothing else of this
    /// run beside it.
    private func isolate(
        _ run: ClusterRun, _ graph: TaskGraph, _ outputs: [TaskID], _ round: Int, on session: ClusterSession
    ) async throws {
        let costs = costs(of: graph)
        for suspect in run.state.suspects where run.state.failures[suspect] == nil {
            // What it reads is above suspicion by now, for suspects come inputs first.
            let alone = graph.fused(outputs: [suspect], workers: 1, costs: costs)
            try await attempt(
                try Submission(
                    alone, of: graph, outputs: [suspect], library: library,
                    suffix: "-alone\(round)-\(run.number)"),
                run, on: session)
            run.update { state in
                if !state.ended.isEmpty {
                    state.blame(suspect, for: "the operation ends the process that runs it")
                } else if !outputs.contains(suspect) {
                    state.forget(suspect)
                }
                return []
            }
        }
    }
}
