/// The points that a strategy asks to have evaluated together.
public struct Proposal: Sendable, Equatable {
    /// A point to evaluate.
    public struct Candidate: Sendable, Hashable {
        /// The number of the candidate in its search, from 0.
        ///
        /// A candidate that is proposed again with more resource has the same number.
        public let id: Int

        /// Its parameters.
        public let point: SearchSpace.Point

        /// Creates a candidate.
        public init(id: Int, point: SearchSpace.Point) {
            self.id = id
            self.point = point
        }
    }

    /// The points to evaluate.
    public let candidates: [Candidate]

    /// How many units, such as rows or iterations, each evaluation may use; everything if nil.
    public let resource: Int?

    /// Creates a proposal.
    public init(_ candidates: [Candidate], resource: Int? = nil) {
        self.candidates = candidates
        self.resource = resource
    }

    /// Creates a proposal of points, which are numbered from a first number on.
    public init(_ points: some Sequence<SearchSpace.Point>, from first: Int = 0, resource: Int? = nil) {
        self.init(
            points.enumerated().map { Candidate(id: first + $0.offset, point: $0.element) },
            resource: resource)
    }
}
