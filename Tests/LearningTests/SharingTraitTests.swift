import LinearAlgebra
import Testing

@testable import Learning

/// What each sharing trait says is true of the estimators that conform.
@Suite struct SharingTraitTests {
    /// Correlated rows, whose first column has a large mean and whose last is constant.
    private static func rows(_ count: Int, _ columns: Int, seed: UInt64 = 1) -> Matrix {
        var state = seed
        func next() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) * 0x1p-53 - 0.5
        }
        return Matrix(
            (0..<count).map { _ in
                let common = next()
                return (0..<columns).map { column in
                    column == columns - 1
                        ? 0.1 : (column == 0 ? 1e3 : 0) + common + Double(column + 1) * next()
                }
            })
    }

    private static func moments(
        _ x: Matrix, _ target: Target, blocks: Int, detail: SummaryDetail = .products
    ) -> Moments {
        let origin = Origin(amid: x, target)
        let height = (x.rows + blocks - 1) / blocks
        let parts = stride(from: 0, to: x.rows, by: height).map { start in
            let rows = Array(start..<min(start + height, x.rows))
            return Moments(
                of: x.rows(at: rows), target.rows(at: rows), about: origin, detail: detail)
        }
        return parts.dropFirst().reduce(into: parts[0]) { $0.add($1) }
    }

    /// The largest difference of two matrices' elements, relative to the largest element.
    private static func difference(_ a: Matrix, _ b: Matrix) -> Double {
        let scale = b.values.map(abs).max() ?? 1
        return (zip(a.values, b.values).map { abs($0 - $1) }.max() ?? 0) / max(scale, 1)
    }

    @Test func originsAreValuesNearTheMean() {
        let x = Matrix([[1, 1e9 + 1], [5, 1e9 + 3], [9, 1e9 + 2], [4, 1e9 + 2]])
        #expect(
            Origin(amid: x, .values([0, 10, 4, 2])) == Origin(row: [5, 1e9 + 2], target: 4))
        let far = Matrix([[Double.greatestFiniteMagnitude], [Double.greatestFiniteMagnitude]])
        #expect(Origin(amid: far, .labels(Labels(["a", "b"]))) == Origin(row: [0]))
    }

    @Test(arguments: [1, 3, 7]) func fitsFromSummariesAreFitsToRows(blocks: Int) throws {
        let x = Self.rows(60, 6)
        let target = Target.values((0..<60).map { x[$0, 1] - 2 * x[$0, 3] + 5 })
        let context = FitContext()
        let summary = Self.moments(x, target, blocks: blocks)

        // With the products a constant column shows, and the rows are fitted to, unless no later step amplifies it.
        #expect(StandardScaler().fit(summary, in: context) == nil)
        let calm = FitContext(smallColumnsMatter: false)
        #expect(StandardScaler().fit(summary, in: calm) != nil)
        let columns = Self.moments(x, target, blocks: blocks, detail: .columns)
        let scaler = try #require(StandardScaler().fit(columns, in: context))
        let plain = try StandardScaler().fit(x, to: target)
        #expect(zip(scaler.mean, plain.mean).allSatisfy { abs($0 - $1) < 1e-12 * max(1, abs($1)) })
        #expect(zip(scaler.scale, plain.scale).allSatisfy { abs($0 - $1) < 1e-12 * $1 })
        #expect(scaler.scale[5] == 1)  // the constant column

        let scaled = try #require(summary.mapped(by: scaler.affineMap))
        let pca = try #require(try PCA(nComponents: 4).fit(scaled, in: context))
        let direct = try PCA(nComponents: 4).fit(plain.transform(x), to: target)
        #expect(Self.difference(pca.components, direct.components) < 1e-11)

        let projected = try #require(scaled.mapped(by: pca.affineMap))
        for alpha in [1e-3, 1, 100] {
            let ridge = try #require(try Ridge(alpha: alpha).fit(projected, in: context))
            let rows = try direct.transform(plain.transform(x))
            let expected = try Ridge(alpha: alpha).fit(rows, to: target)
            #expect(zip(ridge.coefficients, expected.coefficients).allSatisfy { abs($0 - $1) < 1e-10 })
            #expect(abs(ridge.intercept - expected.intercept) < 1e-10)
        }
    }

    /// Where the summary would lose digits, rank or shape it does not do.
    @Test func guardsRefuse() throws {
        let x = Self.rows(60, 6)
        let target = Target.values((0..<60).map(Double.init))
        let context = FitContext()
        let summary = Self.moments(x, target, blocks: 2)
        #expect(try PCA().fit(summary, in: context) == nil)  // the constant column has no variance
        #expect(try Ridge(alpha: 0).fit(summary, in: context) == nil)
        let far = Moments(
            of: x, target, about: Origin(row: [Double](repeating: 1e6, count: 6)), detail: .products)
        #expect(!far.isAccurate)
        #expect(StandardScaler().fit(far, in: context) == nil)
        let offset = x.scaled(by: [Double](repeating: 1, count: 6), plus: [1e6, 0, 0, 0, 0, 0])
        #expect(!Self.moments(offset, target, blocks: 2).isAccurate)
        #expect(
            try Ridge().fit(
                Self.moments(x, .values((0..<60).map { 1e9 + Double($0) }), blocks: 2), in: context) == nil)
        let wide = Self.moments(Self.rows(5, 6), .values([1, 2, 3, 4, 5]), blocks: 1)
        #expect(try PCA(nComponents: 2).fit(wide, in: context) == nil)
        #expect(try Ridge().fit(wide, in: context) == nil)
    }

    /// Over several panels of rows, whose images are made one after the other.
    @Test func imagesOfSomeRowsAreThoseOfAll() throws {
        let x = Self.rows(700, 5)
        let target = Target.values((0..<700).map(Double.init))
        let indices = (0..<600).map { $0 * 7 % 700 }
        let whitened = try PCA(nComponents: 3, whiten: true).fit(x, to: target).affineMap
        let moved = whitened.followed(by: try MinMaxScaler().fit(x.firstColumns(3), to: target).affineMap)
        for map in [try StandardScaler().fit(x, to: target).affineMap, whitened, moved] {
            let images = map.images(of: x, at: indices)
            #expect(Self.difference(images, map.images(of: x).rows(at: indices)) < 1e-14)
            #expect(Self.difference(Matrix(indices.map { map.image(of: x[row: $0]) }), images) < 1e-13)
        }
    }

    @Test func affineMapsDoWhatModelsDo() throws {
        let x = Self.rows(40, 6)
        let target = Target.values((0..<40).map(Double.init))
        let scaler = try StandardScaler().fit(x, to: target)
        let ranges = try MinMaxScaler().fit(x, to: target)
        let scaled = try scaler.transform(x)
        let pca = try PCA(nComponents: 3, whiten: true).fit(scaled, to: target)
        let pass = try Passthrough().fit(x, to: target)
        #expect(Self.difference(scaler.affineMap.images(of: x), scaled) < 1e-13)
        #expect(try Self.difference(ranges.affineMap.images(of: x), ranges.transform(x)) < 1e-13)
        #expect(pass.affineMap.images(of: x) == x)
        let both = scaler.affineMap.followed(by: pca.affineMap)
        #expect(try Self.difference(both.images(of: x), pca.transform(scaled)) < 1e-12)
        let all = both.followed(by: try StandardScaler().fit(pca.transform(scaled), to: target).affineMap)
        #expect(all.outputCount == 3)
    }

    /// The first components of many are, to the bit, those of a fit of few: of tall rows, of wide ones, and of rows of
    /// less than full rank.
    @Test(arguments: [(80, 12), (40, 64), (12, 12)]) func restrictedIsFitted(shape: (Int, Int)) throws {
        let x = Self.rows(shape.0, shape.1)
        let target = Target.values((0..<shape.0).map(Double.init))
        let all = try PCA().fit(x, to: target)
        for count in 1...min(shape.0, shape.1) {
            let pca = PCA(nComponents: .count(count))
            #expect(try pca.restriction(of: all) == pca.fit(x, to: target), "\(count) components")
        }
    }

    private static func threeClasses() -> (Matrix, Labels) {
        let x = rows(90, 5, seed: 5)
        return (x, Labels((0..<90).map { x[$0, 1] > 0.3 ? 2 : x[$0, 2] > 0 ? 1 : 0 }))
    }

    /// A Gram matrix is the kernel of the rows, whether made of products or of rows, or seen in a larger one.
    @Test(arguments: [(4, 0.3), (RowProducts.leastColumnsHeld, 1e-4), (OtherProducts.leastColumnsHeld, 1e-6)])
    func gramMatricesAgree(columns: Int, gamma: Double) throws {
        let x = Self.rows(30, columns)
        let (train, others) = (Array(0..<20), Array(20..<30))
        let kernel = KernelFunction(kernel: .rbf, gamma: gamma)
        let products = RowProducts(train: x.rows(at: train), others: x.rows(at: others))
        let gram = try GramMatrix(kernel, of: products)
        let ofRows = try GramMatrix(kernel, train: x.rows(at: train), others: x.rows(at: others))
        let none = Matrix(rows: 0, columns: columns)
        let whole = try GramMatrix(kernel, of: RowProducts(train: x, others: none))
        let view = GramMatrix(
            GramMatrix(viewing: whole, train: train),
            others: OtherProducts(train: x.rows(at: train), others: x.rows(at: others)))
        for row in 0..<30 {
            for column in 0..<20 {
                let distance = (0..<columns).reduce(0) {
                    $0 + (x[row, $1] - x[column, $1]) * (x[row, $1] - x[column, $1])
                }
                // Distances are taken of products of values up to 1e3, and those of training rows kept as Float.
                let tolerance = row < 20 ? 1e-7 : 1e-9
                #expect(abs(gram[row, column] - exponential(-gamma * distance)) < tolerance)
                #expect(abs(gram[row, column] - ofRows[row, column]) <= (row < 20 ? 0 : 1e-9))
                #expect(row < 20 || abs(gram[row, column] - view[row, column]) < 1e-9)
                #expect(abs(gram[row, column] - view[row, column]) < 1e-7)
            }
        }
    }

    /// Rows in panels are the rows, and the first columns of wider ones are rows by themselves.
    @Test(arguments: [LogisticSolver.lbfgs, .newtonCholesky], [2, 3])
    func fitsToPanelsAreFitsToRows(_ solver: LogisticSolver, _ classes: Int) throws {
        let x = Self.rows(500, 6)
        let target = Target.labels(
            Labels((0..<500).map { (x[$0, 3] > 0.5 ? 1 : 0) + (x[$0, 2] > 1 ? classes - 2 : 0) }))
        let path = [0.01, 1, 30].map { LogisticRegression(c: $0, solver: solver, maxIter: 20) }
        for columns in [6, 4] {
            let part = x.firstColumns(columns)
            let expected = try LogisticRegression.fit(path: path, part, target, in: FitContext()).map {
                try $0.get()
            }
            let panels = RowPanels(x).firstColumns(columns)
            let found = try LogisticRegression.fit(path: path, panels, target, in: FitContext()).map {
                try $0.get()
            }
            #expect(found == expected)
            #expect(try path[2].fit(panels, to: target).featureCount == columns)
        }
        #expect(throws: LearningError.rowCounts(features: 499, targets: 500)) {
            try path[0].fit(RowPanels(x.rows(1..<500)), to: target)
        }
        var broken = x
        broken[77, 5] = .nan
        #expect(throws: LearningError.self) { try path[0].fit(RowPanels(broken), to: target) }
        #expect(throws: Never.self) { try path[0].fit(RowPanels(broken).firstColumns(5), to: target) }
    }

    /// Each solution of a path is that of a fit by itself.
    @Test func pathsOfSupportVectorsAreFits() throws {
        let (x, labels) = Self.threeClasses()
        let path = [10, 0.1, 1, 1000, 100].map { SVC(c: $0, gamma: 0.05, tol: 1e-6) }
        let models = try SVC.fit(path: path, x, .labels(labels), in: FitContext())
        for (svc, model) in zip(path, models) {
            let expected = try svc.fit(x, to: .labels(labels)).predict(
                x, kinds: [.labels, .decisionFunction])
            let found = try model.get().predict(x, kinds: [.labels, .decisionFunction])
            #expect(found.codes == expected.codes)
            let pair = try (#require(found.decisionFunction), #require(expected.decisionFunction))
            #expect(pair.0 == pair.1, "C = \(svc.c)")
        }
    }

    /// A descent that meets no bound is that of every larger C.
    @Test func freeSolutionsStay() throws {
        let (x, labels) = Self.threeClasses()
        let path = [1e6, 1e7, 1e8].map { SVC(c: $0, gamma: 5) }
        let models = try SVC.fit(path: path, x, .labels(labels), in: FitContext()).map { try $0.get() }
        #expect(models[0].coefficients.values.allSatisfy { abs($0) < 1e6 })
        #expect(models[0].coefficients == models[1].coefficients)
        #expect(models[0].coefficients == models[2].coefficients)
    }

    @Test func batchesTellWhatModelsTell() throws {
        let (x, labels) = Self.threeClasses()
        let kinds: PredictionKinds = [.labels, .decisionFunction, .probabilities]
        let models = try [0.1, 10].map { try LogisticRegression(c: $0).fit(x, to: .labels(labels)) }
        for (model, batch) in zip(
            models, try FittedLogisticRegression.predict(models, for: x, kinds: kinds))
        {
            let alone = try model.predict(x, kinds: kinds)
            #expect(batch.codes == alone.codes)
            let pair = try (#require(batch.probabilities), #require(alone.probabilities))
            #expect(Self.difference(pair.0, pair.1) < 1e-14)
        }
        let values = Target.values((0..<90).map { x[$0, 1] })
        let ridges = try [0.1, 10].map { try Ridge(alpha: $0).fit(x, to: values) }
        for (ridge, batch) in zip(ridges, try FittedRidge.predict(ridges, for: x, kinds: .values)) {
            let predicted = try #require(batch.values)
            #expect(zip(predicted, try ridge.predict(x)).allSatisfy { abs($0 - $1) < 1e-9 })
        }
    }

    private func exponential(_ x: Double) -> Double {
        // The series, so that the test does not lean on the function under test.
        guard x > -1 else { return exponential(x / 2) * exponential(x / 2) }
        return (1...30).reversed().reduce(1) { 1 + x / Double($1) * $0 }
    }
}
