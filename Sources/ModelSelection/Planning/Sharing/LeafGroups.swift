import Learning
import TaskGraph

/// The variants of a last step in groups that one task fits.
struct LeafGroups {
    /// The estimators of each group, in the order of their path.
    let groups: [[any Estimator]]

    /// The group of each variant, and its place there.
    let places: [(group: Int, index: Int)]

    /// The longest path that one task walks, so that no task of a large grid is long.
    private static let longest = 32

    /// Where fewer tasks than this are left, paths are cut for the sake of cores that would have nothing to do.
    private static let wantedTasks = 12

    /// The groups of the variants of a step that stands `repetitions` times in the graph, once a prefix and split.
    ///
    /// How paths are cut depends on the grid and the number of splits alone, so that results do not depend on where the
    /// search runs.
    init(_ variants: [any Estimator], repetitions: Int) {
        var order: [TaskKey] = []
        var paths: [TaskKey: [Int]] = [:]
        for (variant, estimator) in variants.enumerated() {
            let digest = (estimator as? any PathEstimator)?.pathDigest ?? estimator.digest(without: "")
            if paths[digest] == nil { order.append(digest) }
            paths[digest, default: []].append(variant)
        }
        let tasks = max(1, repetitions * order.count)
        let pieces = (Self.wantedTasks + tasks - 1) / tasks
        var groups: [[any Estimator]] = []
        var places = [(group: Int, index: Int)](repeating: (0, 0), count: variants.count)
        for digest in order {
            let path = Self.sorted(paths[digest] ?? [], variants)
            let length = min(Self.longest, max(1, (path.count + pieces - 1) / pieces))
            for start in stride(from: 0, to: path.count, by: length) {
                let piece = path[start..<min(start + length, path.count)]
                for (index, variant) in piece.enumerated() { places[variant] = (groups.count, index) }
                groups.append(piece.map { variants[$0] })
            }
        }
        self.groups = groups
        self.places = places
    }

    /// Variants by rising value of the path's parameter.
    private static func sorted(_ path: [Int], _ variants: [any Estimator]) -> [Int] {
        path.map { ($0, (variants[$0] as? any PathEstimator)?.pathPosition ?? 0) }
            .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
    }
}
