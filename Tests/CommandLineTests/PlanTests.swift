import Testing

/// What `plan` prints and draws.
@Suite struct PlanTests {
    private let flags = [
        "plan", "datasets/iris.csv", "--target", "species", "--pipeline", "pca | svc", "--cv", "2",
        "--grid", "pca.n_components=1,2", "--grid", "svc.C=1,10",
    ]

    @Test func countsBeforeAndAfter() throws {
        let run = try Trellis.run(flags)
        #expect(
            run.output == """
                4 candidates on 2 splits, scored by accuracy
                82 tasks before merging, 42 after it (49 % saved)

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

                """)
        #expect(run.errors == "")
        #expect(run.status == 0)
    }

    /// The drawing has a box for each task of the merged graph, and no arrow to or from anything else.
    @Test func drawingHasEveryTask() throws {
        let folder = try TemporaryFolder()
        #expect(try Trellis.run(flags + ["--dot", folder["plan.dot"]]).status == 0)
        let lines = try folder.text("plan.dot").split(separator: "\n").map(String.init)
        let boxes = lines.compactMap { $0.firstMatch(of: /^  (t\d+) \[label="/)?.1 }
        let arrows = lines.compactMap { $0.firstMatch(of: /^  (t\d+) -> (t\d+);$/) }
        #expect(lines.first == "digraph search {")
        #expect(lines.last == "}")
        #expect(Set(boxes).count == 42)
        #expect(boxes.count == 42)
        #expect(arrows.allSatisfy { boxes.contains($0.1) && boxes.contains($0.2) })
        // Of the tasks that read two results there are 4 + 8 fits, 8 transforms, 8 predictions and 8 scores; 4 read one.
        #expect(arrows.count == 2 * 36 + 4)
    }
}
