import Learning
import TaskGraph

/// The variants of a last step, grouped by the task that fits them.
struct LeafGroups {
    /// The variants of each group, in path order.
    let groups: [[Int]]

    /// The group of each variant, and its index in the group.
    let places: [(group: Int, index: Int)]

    private let variants: GridVariants
    private let encoder: VariantEncoder

    /// The maximum length of a path per task, so that no task of a large grid takes long.
    private static let longest = 32

    /// The minimum number of tasks; with fewer, paths are divided so that no cores are idle.
    private static let minimumTasks = 12

    /// Groups the variants of a step that occurs `repetitions` times in the graph, once for each prefix and split.
    ///
    /// The division of paths depends only on the grid and the number of splits, so that results do not depend on the
    /// machine.
    init(_ variants: GridVariants, repetitions: Int, in context: PlanningContext) throws {
        self.variants = variants
        encoder = VariantEncoder(variants)
        let paths = try Self.paths(variants.count, encoder, in: context)
        let tasks = max(1, repetitions * paths.count)
        let pieces = (Self.minimumTasks + tasks - 1) / tasks
        var groups: [[Int]] = []
        var places = [(group: Int, index: Int)](repeating: (0, 0), count: variants.count)
        for path in paths {
            let length = min(Self.longest, max(1, (path.count + pieces - 1) / pieces))
            for start in stride(from: 0, to: path.count, by: length) {
                let piece = path[start..<min(start + length, path.count)]
                for (index, variant) in piece.enumerated() { places[variant] = (groups.count, index) }
                groups.append(Array(piece))
            }
        }
        self.groups = groups
        self.places = places
    }

    /// Returns the estimators of a group.
    func estimators(of group: Int) -> [any Estimator] { groups[group].map { variants.estimators[$0] } }

    /// Returns the first estimator of a group.
    func firstEstimator(of group: Int) -> any Estimator { variants.estimators[groups[group][0]] }

    /// Returns the digest of an operation whose parameters are the estimators of a group, or the first of them.
    func digest(of operation: any TaskOperation, _ group: Int, firstOnly: Bool) -> TaskKey {
        operation.digest { bytes in
            guard !firstOnly else { return encoder.encode(groups[group][0], into: &bytes) }
            bytes.beginList(count: groups[group].count)
            for variant in groups[group] { encoder.encode(variant, into: &bytes) }
        }
    }

    /// Returns the variants that differ only in the path parameter, by increasing value of it.
    private static func paths(
        _ count: Int, _ encoder: VariantEncoder, in context: PlanningContext
    ) throws -> [[Int]] {
        var scratch = CanonicalEncoder()
        var numbers: [TaskKey: Int] = [:]
        var paths: [[(position: Double, variant: Int)]] = []
        for variant in 0..<count {
            try context.checkCancellation(at: variant)
            let digest = encoder.pathDigest(of: variant, &scratch)
            let number = numbers[digest] ?? paths.count
            if number == paths.count {
                numbers[digest] = number
                paths.append([])
            }
            paths[number].append((encoder.pathPosition(of: variant), variant))
        }
        return paths.map { path in path.sorted { $0 < $1 }.map(\.variant) }
    }
}
