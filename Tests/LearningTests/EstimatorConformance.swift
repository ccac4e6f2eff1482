import Foundation
import Learning
import LinearAlgebra
import Testing

/// What every estimator must do, checked for each that the standard registry holds: one added there is checked
/// here, with nothing to write.
@Suite struct EstimatorConformance {
    static let kinds = StepRegistry.standard.types.map { $0.kind }

    /// Steps that do not accept columns of numbers; ``tablesAreFitted(_:)`` checks their fits.
    static let datesOnly: Set = ["datetime-encoder"]

    /// The steps that are fitted to matrices.
    static let matrixKinds = kinds.filter { !datesOnly.contains($0) }

    /// The transformers that read the target.
    static let supervisedTransformers: Set = ["target-encoder", "select-k-best"]

    // MARK: Parameters

    @Test(arguments: kinds) func hasNameAndSummary(_ kind: String) throws {
        let type = try StepRegistry.standard.type(of: kind)
        #expect(kind.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" } && !kind.isEmpty)
        #expect(type.summary.hasSuffix("."))
        #expect(type.version >= 1)
    }

    @Test(arguments: kinds) func defaultsAreValid(_ kind: String) throws {
        try StepRegistry.standard.type(of: kind).init().validate()
    }

    @Test(arguments: kinds) func parametersAreSetByName(_ kind: String) throws {
        func check<E: Estimator>(_ type: E.Type) throws {
            let names = E.parameters.map(\.name)
            #expect(Set(names).count == names.count)
            let start = E()
            for name in names {
                #expect(
                    values(of: try start.setting(name, to: try value(of: name, in: start)))
                        == values(of: start))
                var accepted: [ParameterValue] = []
                for candidate in Self.candidates {
                    guard let changed = try? start.setting(name, to: candidate) else { continue }
                    accepted.append(candidate)
                    // A number may be read back as another that is equal: 3 as 3.0.
                    let read = try value(of: name, in: changed)
                    #expect(read == candidate || number(read) == number(candidate) && number(read) != nil)
                    for other in names where other != name {
                        #expect(try value(of: other, in: changed) == value(of: other, in: start))
                    }
                    #expect(values(of: try start.setting(name, to: read)) == values(of: changed))
                }
                let isChanged = try accepted.contains { try $0 != value(of: name, in: start) }
                #expect(isChanged, "\(E.kind) accepts no other value of \(name)")
            }
        }
        try check(StepRegistry.standard.type(of: kind))
    }

    @Test(arguments: kinds) func badValuesAreRefusedByName(_ kind: String) throws {
        func check<E: Estimator>(_ type: E.Type) throws {
            for parameter in E.parameters {
                let takesAnyWord = parameter.expectation.contains("a word")
                let word: [ParameterValue] = takesAnyWord ? [] : [.string("no-such-word")]
                for bad in word + [.double(.nan), .double(.infinity)] {
                    #expect(
                        throws: LearningError.invalidParameter(
                            step: E.kind, name: parameter.name, found: bad.description,
                            expected: parameter.expectation)
                    ) { try E().setting(parameter.name, to: bad) }
                }
            }
            #expect(
                throws: LearningError.unknownParameter(
                    step: E.kind, name: "no_such", known: E.parameters.map(\.name))
            ) { try E().setting("no_such", to: .int(1)) }
        }
        try check(StepRegistry.standard.type(of: kind))
    }

    // MARK: Fits

    /// To the bit: two fits, a fit of rows that stand within a larger matrix, and a model written and read.
    @Test(arguments: matrixKinds) func fitsAreReproducible(_ kind: String) throws {
        func check<E: Estimator>(_ type: E.Type) throws {
            let (x, target) = try Self.data(for: type)
            let model = try E().fit(x, to: target)
            #expect(model.featureCount == x.columns)
            let written = try Self.written(model)
            #expect(try Self.written(E().fit(x, to: target)) == written)

            let margin = [Double](repeating: .nan, count: x.columns)
            let larger = Matrix(rows: x.rows + 2, columns: x.columns, values: margin + x.values + margin)
            let slice = larger.rows(1..<x.rows + 1)
            #expect(try Self.written(E().fit(slice, to: target)) == written)

            let read = try JSONDecoder().decode(E.Model.self, from: written)
            #expect(try Self.written(read) == written)
            let predictions = try Self.predictions(of: model, to: x)
            #expect(!predictions.isEmpty && predictions.allSatisfy(\.isFinite))
            let bits = predictions.map(\.bitPattern)
            #expect(try Self.predictions(of: read, to: x).map(\.bitPattern) == bits)
            #expect(try Self.predictions(of: model, to: slice).map(\.bitPattern) == bits)
        }
        try check(StepRegistry.standard.type(of: kind))
    }

    @Test(arguments: matrixKinds) func modelsRefuseOtherWidths(_ kind: String) throws {
        func check<E: Estimator>(_ type: E.Type) throws {
            let (x, target) = try Self.data(for: type)
            let model = try E().fit(x, to: target)
            for columns in [x.columns - 1, x.columns + 1] {
                #expect(throws: LearningError.columnCounts(expected: x.columns, found: columns)) {
                    try Self.predictions(of: model, to: Matrix(rows: 2, columns: columns))
                }
            }
        }
        try check(StepRegistry.standard.type(of: kind))
    }

    @Test(arguments: matrixKinds) func noRowsReturnNoPredictions(_ kind: String) throws {
        func check<E: Estimator>(_ type: E.Type) throws {
            let (x, target) = try Self.data(for: type)
            let model = try E().fit(x, to: target)
            #expect(try Self.predictions(of: model, to: Matrix(rows: 0, columns: x.columns)).isEmpty)
        }
        try check(StepRegistry.standard.type(of: kind))
    }

    @Test(arguments: matrixKinds) func badDataIsRefused(_ kind: String) throws {
        func check<E: Estimator>(_ type: E.Type) throws {
            let (x, target) = try Self.data(for: type)
            for value in [Double.infinity, -.infinity] {
                var spoilt = x
                spoilt[7, 2] = value
                #expect(throws: LearningError.notFinite(step: E.kind, row: 7, column: 2, value: value)) {
                    try E().fit(spoilt, to: target)
                }
            }
            if !E.accepts.contains(.missing) {
                var spoilt = x
                spoilt[x.rows - 1, x.columns - 1] = .nan
                let error = try #require(throws: LearningError.self) { try E().fit(spoilt, to: target) }
                #expect("\(error)".contains("row \(x.rows - 1), column \(x.columns - 1)"))
            }

            let short = target.rows(at: Array(0..<x.rows - 1))
            #expect(throws: LearningError.rowCounts(features: x.rows, targets: x.rows - 1)) {
                try E().fit(x, to: short)
            }
            for (rows, columns) in [(0, x.columns), (x.rows, 0)] {
                #expect(throws: LearningError.noData(rows: rows, columns: columns)) {
                    try E().fit(Matrix(rows: rows, columns: columns), to: target.rows(at: Array(0..<rows)))
                }
            }
        }
        try check(StepRegistry.standard.type(of: kind))
    }

    @Test(arguments: matrixKinds) func wrongTargetsAreRefused(_ kind: String) throws {
        func check<E: Estimator>(_ type: E.Type) throws {
            let x = Matrix([[1, 2], [3, 5], [4, 1]])
            if E() is any Classifier {
                #expect(throws: LearningError.wrongTarget(step: E.kind, expected: .classification)) {
                    try E().fit(x, to: .values([1, 2, 3]))
                }
                #expect(throws: LearningError.oneClass(step: E.kind, name: "5")) {
                    try E().fit(x, to: .labels(Labels([5, 5, 5])))
                }
            }
            if E() is any Regressor {
                #expect(throws: LearningError.wrongTarget(step: E.kind, expected: .regression)) {
                    try E().fit(x, to: .labels(Labels([1, 2, 1])))
                }
                #expect(throws: LearningError.targetNotFinite(row: 1, value: .infinity)) {
                    try E().fit(x, to: .values([1, .infinity, 3]))
                }
            }
            if E() is any Transformer, !Self.supervisedTransformers.contains(E.kind) {
                // Any target is valid: the fit ignores it.
                let expected = try Self.written(E().fit(x, to: .values([1, 2, 3])))
                for target in [
                    Target.values([7, -1, 7]), .labels(Labels([5, 5, 5])), .labels(Labels([1, 2, 1])),
                ] {
                    #expect(try Self.written(E().fit(x, to: target)) == expected)
                }
            }
        }
        try check(StepRegistry.standard.type(of: kind))
    }

    // MARK: Missing cells and tables

    /// Missing numbers stay missing only where the step says so, and rows do not depend on one another.
    @Test(arguments: matrixKinds) func missingNumbersAreAccepted(_ kind: String) throws {
        func check<E: Estimator>(_ type: E.Type) throws {
            guard E.accepts.contains(.missing) else { return }
            var (x, target) = try Self.data(for: type)
            for row in stride(from: 2, to: x.rows, by: 5) { x[row, row % x.columns] = .nan }
            let model = try E().fit(x, to: target)
            let transformer = try #require(model as? any FittedTransformer)
            let result = try transformer.transform(x)
            #expect(result.values.allSatisfy { !$0.isInfinite })
            let content = try #require(E() as? any Transformer).output(of: .missing)
            if !content.contains(.missing) { #expect(result.values.allSatisfy { !$0.isNaN }) }
            let bits = try transformer.transform(x.rows(10..<20)).values.map(\.bitPattern)
            #expect(result.rows(10..<20).values.map(\.bitPattern) == bits)
            let read = try JSONDecoder().decode(E.Model.self, from: Self.written(model))
            try read.validate()
            let again = try #require(read as? any FittedTransformer).transform(x)
            #expect(again.values.map(\.bitPattern) == result.values.map(\.bitPattern))
        }
        try check(StepRegistry.standard.type(of: kind))
    }

    /// A step for columns fits the first of the tables whose kinds it accepts, with the same properties.
    @Test(arguments: kinds) func tablesAreFitted(_ kind: String) throws {
        func check<E: Estimator>(_ type: E.Type) throws {
            let (tables, target) = try Self.tables()
            guard E.accepts == .columns else {
                #expect(throws: LearningError.unsupportedColumn(step: E.kind, column: 1, kind: .category)) {
                    try E().fit(tables[0], to: target)
                }
                return
            }
            let x = try #require(tables.first { (try? E().fit($0, to: target)) != nil })
            let model = try E().fit(x, to: target)
            let written = try Self.written(model)
            #expect(try Self.written(E().fit(x, to: target)) == written)
            let read = try JSONDecoder().decode(E.Model.self, from: written)
            try read.validate()
            #expect(try Self.written(read) == written)

            let transformer = try #require(model as? any FittedTransformer)
            let result = try transformer.transform(x)
            #expect(result.rows == x.rowCount && result.columns == transformer.outputCount)
            #expect(equalCells(try #require(read as? any FittedTransformer).transform(x).table, result.table))
            let some = [20, 3, 3, 7]
            #expect(
                equalCells(try transformer.transform(x.rows(at: some)).table, result.rows(at: some).table))
            #expect(try transformer.transform(x.rows(at: [])).rows == 0)
            let names = x.columns.indices.map { "column \($0)" }
            #expect(transformer.outputNames(for: names, step: "step").count == result.columns)
            #expect(model.featureCount == x.columns.count)

            let content = try #require(E() as? any Transformer).output(of: .columns)
            #expect(result.content.isSubset(of: content))

            let narrow = x.columns(at: Array(x.columns.indices.dropLast()))
            #expect(throws: LearningError.columnCounts(expected: x.columns.count, found: x.columns.count - 1))
            {
                try transformer.transform(narrow)
            }
            guard E() as? Passthrough == nil else { return }  // keeps columns of any kind
            let other = try FeatureTable(x.columns.map { $0.kind == .date ? .numbers([1]) : .dates([1]) })
            #expect(throws: LearningError.self) { try transformer.transform(other) }
        }
        try check(StepRegistry.standard.type(of: kind))
    }

    /// Degenerate columns or rows: predictions are finite; only huge numbers throw an error.
    @Test(arguments: matrixKinds) func degenerateDataGiveNoNaN(_ kind: String) throws {
        func check<E: Estimator>(_ type: E.Type) throws {
            let (x, target) = try Self.data(for: type)
            let constant = Matrix((0..<x.rows).map { [3, x[$0, 0], -0.0, x[$0, 0]] })
            let wide = Matrix(rows: x.rows, columns: 3 * x.rows) { target in
                for index in target.indices {
                    target.initializeElement(at: index, to: sin(Double(index * index % 997)))
                }
            }
            let repeated = x.rows(at: (0..<x.rows).map { $0 / 10 * 10 })
            for table in [constant, wide, repeated] {
                let predictions = try Self.predictions(of: E().fit(table, to: target), to: table)
                #expect(!predictions.isEmpty && predictions.allSatisfy(\.isFinite))
            }
            // Squares of these overflow, which may be an error.
            let huge = Matrix(rows: x.rows, columns: 2, repeating: 1e300)
            if let model = try? E().fit(huge, to: target) {
                if try !Self.predictions(of: model, to: huge).allSatisfy(\.isFinite) {
                    // A pipeline refuses what a step returns.
                    #expect(throws: LearningError.overflow(step: "step", row: 0, rows: huge.rows)) {
                        try model.transformed(huge, as: "step")
                    }
                }
            } else {
                #expect(throws: LearningError.self) { try E().fit(huge, to: target) }
            }
        }
        try check(StepRegistry.standard.type(of: kind))
    }
}

extension EstimatorConformance {
    /// Values of every kind that parameters have.
    fileprivate static let candidates: [ParameterValue] =
        [.bool(true), .bool(false), .int(1), .int(3), .double(0.25), .double(2.5), .null]
        + [
            "l2", "newton-cholesky", "linear", "rbf", "poly", "scale", "auto", "balanced", "median", "ignore",
            "first", "use_encoded_value", "minute", "circular", "uniform", "ordinal", "normal", "box-cox",
            "chi2",
        ].map { .string($0) }

    /// Sixty rows of iris: twenty flowers of each species; the last measurement is the target of regressors.
    fileprivate static func data<E: Estimator>(for type: E.Type) throws -> (Matrix, Target) {
        let (table, names) = try GoldenFile.table("iris")
        let rows = (0..<150).filter { $0 % 5 < 2 }
        let target: Target =
            E() is any Regressor ? .values((0..<150).map { table[$0, 3] }) : .labels(Labels(names))
        return (table.rows(at: rows), target.rows(at: rows))
    }

    /// Thirty rows with cells of every kind, some of them missing, and the target of ``data(for:)``.
    fileprivate static func tables() throws -> ([FeatureTable], Target) {
        let rows = 0..<30
        let numbers = rows.map { $0 % 7 == 3 ? Double.nan : Double($0 * $0 % 11) }
        let dates = rows.map { $0 % 6 == 5 ? Double.nan : 1e9 + 12_345.25 * Double($0 * $0) }
        let names = rows.map { $0 % 5 == 1 ? nil : ["red", "green", "blue"][$0 * $0 % 3] }
        let columns: [FeatureColumn] = [
            .numbers(numbers), .categories(CategoryColumn(names)), .dates(dates),
            .categories(CategoryColumn(rows.map { ["x", "y"][$0 / 2 % 2] })),
        ]
        let target = Target.labels(Labels(rows.map { ["no", "yes", "maybe"][$0 * 7 % 3] }))
        return (try [[0, 1, 2, 3], [0, 2], [2]].map { try FeatureTable($0.map { columns[$0] }) }, target)
    }

    /// The model as sorted JSON: equal for equal models only.
    fileprivate static func written(_ model: some FittedModel) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try encoder.encode(model)
    }

    /// Returns all predictions of a model for rows, as numbers.
    fileprivate static func predictions(of model: any FittedModel, to x: Matrix) throws -> [Double] {
        switch model {
        case let model as any FittedTransformer:
            let result = try model.transform(x)
            #expect(result.rows == x.rows && result.columns == model.outputCount)
            return result.values
        case let model as any FittedRegressor:
            return try model.predict(x)
        case let model as any FittedClassifier:
            return try predictions(ofClassifier: model, to: x)
        default:
            Issue.record("\(type(of: model)) is of no known kind")
            return []
        }
    }

    private static func predictions<M: FittedClassifier>(
        ofClassifier model: M, to x: Matrix
    ) throws -> [Double] {
        let output = try model.predict(x, kinds: M.predictionKinds)
        let codes = try #require(output.codes)
        #expect(codes.count == x.rows && codes.allSatisfy { model.classes.contains($0) })
        #expect(output.classes == model.classes && model.classes == model.classes.sorted())
        let matrices = [output.decisionFunction, output.probabilities].compactMap { $0 }
        #expect(matrices.allSatisfy { $0.rows == x.rows })
        return codes.map { Double($0) } + matrices.flatMap { $0.values }
    }
}

private func values(of estimator: some Estimator) -> [String] {
    estimator.parameterValues.map { "\($0.name)=\($0.value)" }
}

private func value<E: Estimator>(of name: String, in estimator: E) throws -> ParameterValue {
    try #require(estimator.parameterValues.first { $0.name == name }).value
}

private func number(_ value: ParameterValue) -> Double? {
    switch value {
    case .int(let number): Double(number)
    case .double(let number): number
    default: nil
    }
}
