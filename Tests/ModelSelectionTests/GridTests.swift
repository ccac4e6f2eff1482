import Testing
import Trellis

/// Grids: order, names, unions, swaps, and what is refused.
@Suite struct GridTests {
    private func parameters(_ pipeline: Pipeline, _ grid: ParameterGrid) throws -> [String] {
        let plan = try GridSearch(pipeline, grid: grid, folds: KFold(2)).plan(Fixtures.fewDigits(60))
        return (0..<plan.candidateCount).map { plan.parameters(of: $0).description }
    }

    @Test func namesAreSortedAndTheLastVariesFastest() throws {
        let grid = ParameterGrid()
            .varying(\SVC.gamma, over: [0.1, .scale]).varying(\PCA.nComponents, over: [2, 4])
            .varying(\SVC.c, over: [1, 10])
        #expect(
            try parameters(Pipeline(PCA(), SVC()), grid) == [
                "pca.n_components=2 svc.C=1.0 svc.gamma=0.1", "pca.n_components=2 svc.C=1.0 svc.gamma=scale",
                "pca.n_components=2 svc.C=10.0 svc.gamma=0.1",
                "pca.n_components=2 svc.C=10.0 svc.gamma=scale",
                "pca.n_components=4 svc.C=1.0 svc.gamma=0.1", "pca.n_components=4 svc.C=1.0 svc.gamma=scale",
                "pca.n_components=4 svc.C=10.0 svc.gamma=0.1",
                "pca.n_components=4 svc.C=10.0 svc.gamma=scale",
            ])
    }

    @Test func namesAndKeyPathsAreOneGrid() throws {
        let pipeline = Pipeline(PCA(), SVC())
        let named = ParameterGrid().varying("svc.C", over: [.int(1), .double(10)])
        let typed = ParameterGrid().varying(\SVC.c, over: [1, 10])
        #expect(try parameters(pipeline, named) == parameters(pipeline, typed))
    }

    @Test func unionsFollowEachOther() throws {
        let grid =
            ParameterGrid().varying(\SVC.c, over: [1, 10])
            + ParameterGrid().varying(\SVC.kernel, over: [.linear])
        #expect(try parameters(Pipeline(SVC()), grid) == ["svc.C=1.0", "svc.C=10.0", "svc.kernel=linear"])
    }

    @Test func stepsAreSwappedThenSet() throws {
        let grid = ParameterGrid().swapping("clf", for: [SVC(), LogisticRegression()])
            .varying("clf.C", over: [.double(2)])
        let plan = try GridSearch(["scale": StandardScaler(), "clf": SVC()], grid: grid, folds: KFold(2))
            .plan(Fixtures.fewDigits(60))
        #expect(plan.parameters(of: 0).description == "clf=svc clf.C=2.0")
        #expect(plan.parameters(of: 1).description == "clf=logistic-regression clf.C=2.0")
        #expect(
            plan.pipeline(of: 1).description == "scale: standard-scaler | clf: logistic-regression(C=2.0)")
    }

    @Test func swappedStepsOfOneKindShowWhereTheyDiffer() throws {
        let pipeline: Pipeline = ["clf": SVC()]
        func names(_ steps: [any Estimator], _ grid: ParameterGrid = ParameterGrid()) throws -> [String] {
            try parameters(pipeline, grid.swapping("clf", for: steps))
        }
        #expect(try names([SVC(c: 1), SVC(c: 100)]) == ["clf=svc(C=1.0)", "clf=svc(C=100.0)"])
        #expect(
            try names([SVC(c: 1), LogisticRegression(), SVC(c: 2, kernel: .linear)]) == [
                "clf=svc(C=1.0, kernel=rbf)", "clf=logistic-regression", "clf=svc(C=2.0, kernel=linear)",
            ])
        #expect(
            try names([SVC(), SVC(), SVC(c: 2)])
                == ["clf=svc(C=1.0)", "clf=svc(C=1.0)-2", "clf=svc(C=2.0)"])
        // What is varied beside them is not what they differ in.
        let varied = ParameterGrid().varying("clf.C", over: [.int(3)])
        #expect(try names([SVC(c: 1), SVC(c: 100)], varied) == ["clf=svc clf.C=3.0", "clf=svc-2 clf.C=3.0"])
    }

    @Test func aPassthroughTakesAnyPlace() throws {
        let grid = ParameterGrid().swapping("pca", for: [Passthrough(), PCA(nComponents: 3)])
        #expect(try parameters(Pipeline(PCA(), SVC()), grid) == ["pca=passthrough", "pca=pca"])
    }

    @Test func anEmptyGridIsThePipeline() throws {
        #expect(try parameters(Pipeline(SVC()), ParameterGrid()) == ["(defaults)"])
    }

    @Test func whatIsWrongIsNamed() throws {
        let pipeline = Pipeline(PCA(), SVC())
        func message(_ grid: ParameterGrid, _ pipeline: Pipeline) -> String {
            do { return try parameters(pipeline, grid).joined() } catch { return "\(error)" }
        }
        let grid = ParameterGrid()
        #expect(
            message(grid.varying("knn.k", over: [.int(1)]), pipeline)
                == "the pipeline has no step 'knn'; valid names are pca, svc")
        #expect(
            message(grid.varying("svc.c", over: [.int(1)]), pipeline).hasPrefix(
                "svc has no parameter 'c'; did you mean 'C'?"))
        #expect(
            message(grid.varying("C", over: [.int(1)]), pipeline)
                == "'C' is not a parameter: add a step and a dot, as in 'svc.C'")
        #expect(
            message(grid.varying(\SVC.c, over: [0]), pipeline)
                == "svc: C must be a number greater than 0, but is 0.0")
        #expect(
            message(grid.varying("svc.C", over: [.string("big")]), pipeline)
                == "svc: C must be a number greater than 0, but is big")
        #expect(message(grid.varying(\SVC.c, over: []), pipeline) == "svc.C is varied over no values")
        #expect(
            message(grid.varying(\SVC.c, over: [1]).varying("svc.C", over: [.int(2)]), pipeline)
                == "svc.C is varied twice")
        #expect(
            message(grid.varying(\Ridge.alpha, over: [1]), pipeline)
                == "the pipeline has no step of kind ridge")
        #expect(
            message(grid.varying(\PCA.nComponents, over: [1]), Pipeline(PCA(), PCA(), SVC()))
                == "several steps have the kind pca: pca, pca-2; pass the name of one")
        #expect(message(grid.swapping("pca", for: [SVC()]), pipeline).contains("svc is not a transformer"))
    }
}
