import Testing

/// A valid command whose work fails exits with status 1.
@Suite struct FailedWorkTests {
    /// The data do not exist either: the file that cannot be written is found before anything is read.
    @Test(arguments: ["--json", "--results", "--save"])
    func unwritableFileIsFoundFirst(_ flag: String) throws {
        let run = try Trellis.run("search nope.csv --target y --pipeline svc \(flag) /nowhere/file")
        #expect(run.errors == "error: /nowhere/file: cannot be written: there is no folder '/nowhere/'\n")
        #expect(run.output == "")
        #expect(run.status == 1)
    }

    @Test func folderIsNotOverwritten() throws {
        let run = try Trellis.run(irisSearch + ["--json", "/tmp"])
        #expect(run.errors == "error: /tmp: cannot be written: it is a directory\n")
        #expect(run.status == 1)
    }

    @Test func everyCandidateFailed() throws {
        let run = try Trellis.run(
            "search datasets/iris.csv --target species --pipeline a:pca|pca|svc --grid pca.n_components=50,60 --cv 2"
        )
        #expect(
            run.errors == """
                error: all 2 candidates failed; the first: pca: n_components is 50, but 75 rows × 4 columns have at \
                most 4 components

                """)
        #expect(run.output == "")
        #expect(run.status == 1)
    }

    @Test func oneCandidateFailed() throws {
        let line =
            "search datasets/iris.csv --target species --pipeline pca|svc --grid pca.n_components=50,2 --cv 2"
        let run = try Trellis.run(line)
        #expect(
            run.errors == """
                warning: 1 of 2 candidates failed: pca: n_components is 50, but 75 rows × 4 columns have at most \
                4 components

                """)
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("best: pca.n_components=2\n"))

        let raised = try Trellis.run(line + " --error-score raise")
        #expect(
            raised.errors == """
                error: the candidate pca.n_components=50 failed: pca: n_components is 50, but 75 rows × 4 columns have \
                at most 4 components

                """)
        #expect(raised.output == "")
        #expect(raised.status == 1)
    }

    #if os(Linux)
        @Test func fullDiskIsTold() throws {
            let run = try Trellis.run(["steps"], outputTo: "/dev/full")
            #expect(run.errors == "error: standard output: cannot be written: No space left on device\n")
            #expect(run.status == 1)
        }
    #endif
}
