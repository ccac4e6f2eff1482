import TaskGraph

@testable import ChunkedMatrices
@testable import Learning
@testable import LinearAlgebra
@testable import ModelSelection

/// Every operation on chunks, with several parameters.
enum ChunkedOperations {
    private static let program = ElementProgram(
        isTransposed: [false, true],
        steps: [
            .load(0), .constant(.nan), .operator(.add), .function(.exponential), .load(1), .operator(.less),
        ])

    private static let problem = LogisticFitToParts.Problem(
        classes: [0, 2, 3], weights: [0.1, 0.2, 0.05], hasIntercept: true)

    static let all: [any TaskOperation] = blocks + fits

    private static let blocks: [any TaskOperation] = [
        FillBlock(number: -0.0, rows: 3, columns: 0),
        RandomBlock(distribution: .normal, seed: -7, width: 9, row: 2, column: 3, rows: 4, columns: 5),
        ReadArrayBlock(
            path: "a b.npy", state: FileState(size: 99, modified: -5), type: .float, offset: 128, width: 7,
            rows: 2..<5,
            columns: 0..<7),
        ElementwiseOperation(program: program), ElementwiseOperation(program: .identity),
        ReduceBlock(program: program, statistic: .moments, axis: .byRow),
        CombinePartials(statistic: .minimum),
        FinishReduction(statistic: .sum, result: .value, isColumn: true),
        FinishReduction(statistic: .sum, result: .mean(of: 12), isColumn: false),
        FinishReduction(statistic: .moments, result: .variance(ddof: 1), isColumn: false),
        FinishReduction(statistic: .moments, result: .standardDeviation(ddof: 0), isColumn: false),
        Factorise(), TriangleOf(), Rotate(), Decompose(), TakePart(part: .left), TakePart(part: .values),
        MultiplyBlocks(isLeftTransposed: true, isRightTransposed: false), AddBlocks(),
        CumulateBlock(chunk: 3),
        SumRowsBefore(), SelectLargest(count: 4),
        PutTogether(
            rows: 3, columns: 4, parts: [.init(rows: Overlap(0..<3, 1..<9), columns: Overlap(0..<4, 2..<4))]),
    ]

    private static let fits: [any TaskOperation] = [
        OriginOfChunk(),
        TakeFold(fold: 2, takesOthers: true, row: 7, step: "pca", acceptsMissing: true),
        TakeFold(fold: 0, takesOthers: false, row: 0, step: nil, acceptsMissing: false),
        TakeColumns(columns: [3, 0]),
        FitChunks(estimator: Ridge(alpha: 0.5), smallColumnsMatter: true, step: "r"),
        FitChunks(estimator: PCA(nComponents: 3), smallColumnsMatter: false, step: "pca"),
        FitChunks(estimator: StandardScaler(), smallColumnsMatter: true, step: "a"),
        FitChunks(estimator: MinMaxScaler(), smallColumnsMatter: true, step: "b"),
        FitChunks(estimator: Passthrough(), smallColumnsMatter: true, step: "c"),
        FitChunks(
            estimator: SimpleImputer(strategy: .constant, fillValue: "x"), smallColumnsMatter: false,
            step: "d"),
        FitChunks(estimator: OneHotEncoder(drop: .first), smallColumnsMatter: false, step: "e"),
        FitChunks(estimator: OrdinalEncoder(), smallColumnsMatter: true, step: "f"),
        FitChunks(estimator: DatetimeEncoder(), smallColumnsMatter: true, step: "g"),
        ScoreChunk(kinds: [.labels, .probabilities], names: ["a", "b c"]),
        ScoreChunk(kinds: .values, names: []),
        MergeScores(),
        SummarizeChunk(type: Moments.self, detail: .products, names: [], row: 5, step: "ridge"),
        SummarizeChunk(
            type: ColumnRanges.self, detail: .columns, names: ["x"], row: 0, step: "min-max-scaler"),
        MergeSummaries(type: ColumnTotals.self),
        SummarizeChunk(type: ColumnTotals.self, detail: .columns, names: [], row: 8, step: "e"),
        LogisticLossOfChunk(problem: problem, points: [[1, -0.0], [2, 3]], row: 3),
        LogisticLossOfChunk(problem: problem, points: [[.infinity]], row: 0),
        ApplyToChunk(kind: .predict), ApplyToChunk(kind: .transform),
    ]
}
