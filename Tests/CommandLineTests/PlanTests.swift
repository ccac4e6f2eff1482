import Testing

/// The output and the graph of `plan`.
@Suite struct PlanTests {
    private let flags = [
        "plan", "datasets/iris.csv", "--target", "species", "--pipeline", "pca | svc", "--cv", "2",
        "--grid", "pca.n_components=1,2", "--grid", "svc.C=1,10",
    ]

    /// The output without sharing.
    private let counts = """
        4 candidates on 2 splits, scored by accuracy
        82 tasks before merging, 42 after merging (49 % saved)

        operation       before merging  after
        take-rows                   32      4
        transform-pca               16      8
        fit-pca                      8      4
        fit-svc                      8      8
        predict                      8      8
        score-accuracy               8      8
        features                     1      1
        target                       1      1
        total                       82     42

        estimated peak memory: 26 MB, including 0.0 MB of data

        """

    @Test func countsWithoutSharing() throws {
        let run = try Trellis.run(flags + ["--no-sharing"])
        #expect(run.output == counts)
        #expect(run.errors == "")
        #expect(run.status == 0)
    }

    /// Below the table, a plan prints the number of fits that do not use sharing, with the reason.
    @Test(arguments: [
        ("pca | svc(tol=1e-7)", "8 fits of svc on rows: a tolerance below 1e-5 may need unrounded kernels"),
        ("pca | svc", ""),
    ])
    func fallbacksAreCounted(pipeline: String, line: String) throws {
        let run = try Trellis.run(
            ["plan", "datasets/iris.csv", "--target", "species", "--pipeline", pipeline, "--cv", "2"]
                + ["--grid", "pca.n_components=1,2", "--grid", "svc.C=1,10"])
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines.last?.hasPrefix("estimated peak memory: ") == true)
        let last = lines.dropLast().last ?? ""
        #expect(line.isEmpty ? last.hasPrefix("total ") : last == line)
        #expect(run.errors == "" && run.status == 0)
    }

    @Test func countsBeforeAndAfter() throws {
        let run = try Trellis.run(flags)
        #expect(
            run.output == """
                4 candidates on 2 splits, scored by accuracy
                82 tasks before merging, 42 after merging, 61 after sharing

                operation               before merging  merged  shared  reason
                take-rows                           32       4       2
                transform-pca                       16       8
                fit-pca                              8       4
                fit-svc                              8       8
                predict                              8       8
                score-accuracy                       8       8
                features                             1       1       1
                target                               1       1       1
                first-columns                                        8  the smaller model's columns are the first of the larger model's
                fit-path-svc-from-gram                               8  solutions along a path share their first steps
                predict-path-from-gram                               8  predictions read the matrix that the fit reads
                score-path-accuracy                                  8  predictions of one task are scored in one task
                gram                                                 4  one matrix serves all C, all pairs of classes and the predictions
                inner-products                                       4  every kernel is a function of the rows' products
                project                                              4  consecutive affine steps are one map, applied to the table's rows once
                restrict-pca                                         4  the smaller model is part of the larger
                compose-maps                                         2  consecutive affine steps are one map
                fit-pca-from-summary                                 2  the fit depends only on a summary of the rows
                row-set                                              2
                summarize-moments                                    2  each fold's rows are read once for all the training sets that include it
                origin                                               1  summaries about a common origin add up without loss of digits
                total                               82      42      61

                estimated peak memory: 26 MB, including 0.0 MB of data

                """)
        #expect(run.errors == "")
        #expect(run.status == 0)
    }

    /// The picture of a graph has a circle for each operation, a box for each result, and no arrow to or from anything
    /// else.
    @Test func pictureHasEveryTask() throws {
        let folder = try TemporaryFolder()
        #expect(try Trellis.run(flags + ["--no-sharing", "--dot", folder["plan.dot"]]).status == 0)
        let lines = try folder.text("plan.dot").split(separator: "\n").map(String.init)
        #expect(lines.first == "digraph tasks {")
        #expect(lines.last == "}")
        let titles = lines.compactMap { $0.firstMatch(of: /^    label="(.*)";$/)?.1 }
        #expect(
            titles == [
                "without merging: 82 tasks", "4 candidates on 2 splits: 42 tasks",
                "4 candidates on one split: 24 tasks",
            ])
        let nodes = lines.compactMap { $0.firstMatch(of: /^    ([ov]1_\d+) \[/)?.1 }
        let arrows = lines.compactMap { $0.firstMatch(of: /^    ([ov]1_\d+) -> ([ov]1_\d+);$/) }
        // Data sources have a box only.
        #expect(nodes.count == Set(nodes).count && nodes.count == 2 * 42 - 2)
        #expect(arrows.allSatisfy { nodes.contains($0.1) && nodes.contains($0.2) })
        // From operations to results, and from results to operations: of the tasks that read two results there are 4 + 8
        // fits, 8 transforms, 8 predictions and 8 scores; 4 read one.
        #expect(arrows.count == 40 + 2 * 36 + 4)
        // Both splits of a fit of PCA serve the two values of C; every task of the data serves all.
        #expect(lines.count { $0.contains("v1_") && $0.contains("label=\"for 2 candidates\"") } > 0)
        #expect(lines.contains { $0.contains("v1_0 ") && $0.contains("for 4 candidates") })
    }

    @Test func largeGraphsAreDrawnByKind() throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.run(
            ["plan", "datasets/digits.csv", "--target", "digit", "--pipeline", "standard-scaler|pca|svc"]
                + ["--grid", "pca.n_components=16,32,48", "--grid", "svc.C=0.1,1,10,100"]
                + ["--dot", folder["plan.dot"]])
        #expect(run.status == 0)
        let text = try folder.text("plan.dot")
        #expect(text.contains("drawn by kind") && text.contains("× 60"))
        #expect(text.split(separator: "\n").count < 500)
    }

    /// Graphviz draws the picture; without it, the error names what to install.
    @Test func graphvizDrawsThePicture() throws {
        let folder = try TemporaryFolder()
        let without = try Trellis.run(
            flags + ["--svg", folder["plan.svg"]], adding: ["PATH": folder.directory])
        #expect(without.status == 1)
        #expect(without.errors.hasPrefix("error: --svg needs the program 'dot' of Graphviz; install it"))
        let drawn = try Trellis.run(flags + ["--svg", folder["plan.svg"]])
        #expect(drawn.status == 0 && drawn.errors == "")
        let svg = try folder.text("plan.svg")
        #expect(svg.contains("</svg>") && svg.contains("4 candidates on one split"))
        #expect(svg.contains("without sharing: 42 tasks") && svg.contains("fit&#45;pca"))
    }

    /// The seconds depend on the estimates of operations, and change with them.
    @Test func forecastOfASmallSearch() throws {
        let run = try Trellis.run(flags + ["--no-sharing", "--workers", "1"])
        #expect(
            run.output == counts + """

                forecast from estimates, without running the search

                scheduler                 tasks  pieces  seconds  efficiency
                one core                     42           0.0005        97 %
                1 local thread               42           0.0005        97 %
                Dask cluster of 1 worker     42       1   0.0077         6 %

                too small for a cluster: even one worker would be idle for more than half of the time

                """)
        #expect(run.errors == "")
        #expect(run.status == 0)
    }

    @Test func forecastOfALargeSearch() throws {
        let run = try Trellis.run(
            """
            plan datasets/digits.csv --target digit --pipeline standard-scaler|pca|svc --no-sharing --workers 8
            --grid pca.n_components=16,32,48 --grid svc.C=0.1,1,10,100 --grid svc.gamma=0.001,0.01,0.1
            """.replacing("\n", with: " "))
        let forecast = run.output.split(separator: "\n\n").dropFirst(3).joined(separator: "\n\n")
        #expect(
            forecast == """
                forecast from estimates, without running the search

                scheduler                  tasks  pieces  seconds  efficiency
                one core                     622             2.83       100 %
                8 local threads              622             0.36        97 %
                Dask cluster of 8 workers    622      50     0.43        81 %

                with more than about 44 workers, a cluster would be idle for more than half of the time

                """)
        #expect(run.status == 0)
    }

    /// A memory limit that is sufficient for two workers is too small for eight; a search plans in the same way.
    @Test(arguments: [(workers: "2", tasks: 22), (workers: "8", tasks: 20)])
    func memoryIsSharedByTheWorkers(workers: String, tasks: Int) throws {
        let problem =
            irisSearch.dropFirst() + ["--grid", "svc.C=0.1,1", "--memory", "1M", "--workers", workers]
        let plan = try Trellis.run(["plan"] + problem)
        #expect(
            plan.output.split(separator: "\n")[1]
                == "30 tasks before merging, 18 after merging, \(tasks) after sharing")
        let folder = try TemporaryFolder()
        #expect(try Trellis.run(["search"] + problem + ["--quiet", "--json", folder["json"]]).status == 0)
        #expect(try SearchJSON(folder.text("json")).plan.tasksMerged == tasks)
    }

    @Test(arguments: ["0", "-1", "10001"])
    func forecastForNoSuchNumber(workers: String) throws {
        let run = try Trellis.run(flags + ["--workers=\(workers)"])
        #expect(run.output == "")
        #expect(
            run.errors == """
                error: --workers: found \(workers), expected a whole number from 1 to 10000

                """)
        #expect(run.status == 2)
    }
}
