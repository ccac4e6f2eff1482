import Testing
import Trellis

/// A search for regression on which sharing is compared with fits by themselves.
struct SharingParity {
    let data: Dataset
    var search: GridSearch

    /// The scores of each split of each candidate.
    func scores(sharing: Bool) async throws -> [[Double]] {
        var search = search
        search.sharing = sharing
        let found = try await search.fit(data, on: SerialScheduler())
        return try found.candidates.map { candidate in
            #expect(candidate.failures.isEmpty, "\(candidate.failures)")
            return try #require(candidate.scores["r2"]).splits
        }
    }

    /// The pipelines by what they are called, of which ridge regression is the last step.
    static let pipelines: [(name: String, pipeline: Pipeline)] = [
        ("ridge", Pipeline(Ridge())),
        ("standard-scaler | ridge", Pipeline(StandardScaler(), Ridge())),
        ("min-max-scaler | ridge", Pipeline(MinMaxScaler(), Ridge())),
        (
            "standard-scaler | pca(n_components=3) | ridge",
            Pipeline(StandardScaler(), PCA(nComponents: 3), Ridge())
        ),
        (
            "min-max-scaler | pca(n_components=2,whiten=true) | ridge",
            Pipeline(MinMaxScaler(), PCA(nComponents: 2, whiten: true), Ridge())
        ),
        ("min-max-scaler | standard-scaler | ridge", Pipeline(MinMaxScaler(), StandardScaler(), Ridge())),
        ("standard-scaler(with_mean=false) | ridge", Pipeline(StandardScaler(withMean: false), Ridge())),
        ("pca | ridge", Pipeline(PCA(), Ridge())),
        (
            "standard-scaler | pca | standard-scaler | ridge",
            Pipeline(StandardScaler(), PCA(), StandardScaler(), Ridge())
        ),
        (
            "pca(n_components=2) | min-max-scaler | ridge",
            Pipeline(PCA(nComponents: 2), MinMaxScaler(), Ridge())
        ),
    ]
}

/// The largest difference of two lists of scores, relative to scores below -1.
func largestDifference(_ a: [[Double]], _ b: [[Double]]) -> Double {
    zip(a.joined(), b.joined()).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? .infinity
}
