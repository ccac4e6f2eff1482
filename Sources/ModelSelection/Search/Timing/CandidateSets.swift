import TaskGraph

/// Sets of candidates, stored once each and identified by a number.
///
/// A plan has few distinct sets, which are mostly nested: all candidates, those with a common prefix of steps, those
/// with a common prefix and kernel, those of one path. All splits have the same sets. An earlier union is found by the
/// numbers of its parts, so the cost of sets depends on their members, not on the number of tasks.
struct CandidateSets {
    /// The number of candidates; the set of one candidate alone has the candidate's number.
    let candidateCount: Int

    /// The members of all other sets, one set after the other, and the end of each set.
    private var members: [Int32] = []
    private var ends: [Int] = []

    /// The unions computed so far, by the hash of their parts' numbers in ascending order.
    private var unions: [TaskKey: Int32] = [:]

    /// For each candidate, the last union in which it was found.
    private var lastUnion: [Int32]
    private var unionCount: Int32 = 0

    /// The set of all candidates, once it exists.
    private var everyone: Int32?

    init(candidateCount: Int) {
        self.candidateCount = candidateCount
        lastUnion = [Int32](repeating: 0, count: candidateCount)
    }

    /// The number of sets.
    var count: Int { candidateCount + ends.count }

    /// The total number of members of the sets with more than one candidate.
    var memberCount: Int { members.count }

    /// Returns the number of candidates in a set.
    func count(of set: Int32) -> Int {
        Int(set) < candidateCount ? 1 : range(of: Int(set) - candidateCount).count
    }

    /// Calls `body` with each candidate of a set.
    func forEach(in set: Int32, _ body: (Int) -> Void) {
        guard Int(set) >= candidateCount else { return body(Int(set)) }
        for place in range(of: Int(set) - candidateCount) { body(Int(members[place])) }
    }

    /// Returns the union of one or more sets.
    ///
    /// - Complexity: O(parts), plus O(the parts' members) for a new union.
    mutating func union(of parts: [Int32]) -> Int32 {
        if parts.count == 1 { return parts[0] }
        let distinct = Self.distinct(parts)
        if distinct.count == 1 { return distinct[0] }
        let key = distinct.withUnsafeBytes { TaskKey(hashing: $0) }
        if let known = unions[key] { return known }
        let union = makeUnion(of: distinct)
        unions[key] = union
        return union
    }

    private mutating func makeUnion(of parts: [Int32]) -> Int32 {
        unionCount += 1
        let start = members.count
        for part in parts {
            if Int(part) < candidateCount {
                add(part)
            } else {
                for place in range(of: Int(part) - candidateCount) { add(members[place]) }
            }
        }
        let size = members.count - start
        let isEveryone = size == candidateCount
        // A part with as many candidates as the union is equal to it.
        if let known = (isEveryone ? everyone : nil) ?? parts.first(where: { count(of: $0) == size }) {
            members.removeLast(size)
            return known
        }
        ends.append(members.count)
        let union = Int32(count - 1)
        if isEveryone { everyone = union }
        return union
    }

    private mutating func add(_ candidate: Int32) {
        guard lastUnion[Int(candidate)] != unionCount else { return }
        lastUnion[Int(candidate)] = unionCount
        members.append(candidate)
    }

    private func range(of place: Int) -> Range<Int> { (place == 0 ? 0 : ends[place - 1])..<ends[place] }

    /// Returns the distinct numbers in ascending order.
    private static func distinct(_ parts: [Int32]) -> [Int32] {
        let isAscending = zip(parts, parts.dropFirst()).allSatisfy { $0 < $1 }
        if isAscending { return parts }
        var distinct: [Int32] = []
        for part in parts.sorted() where part != distinct.last { distinct.append(part) }
        return distinct
    }
}
