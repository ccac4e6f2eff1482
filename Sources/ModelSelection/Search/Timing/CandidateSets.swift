import TaskGraph

/// Sets of candidates, each held once and known by a number.
///
/// The sets that arise in a plan are few and mostly nested: all candidates, those of one prefix of steps, those of one
/// prefix and kernel, those of one path. Splits have the same ones. A union that was made before is found by the
/// numbers of its parts, so that sets cost as much as their members, however many tasks they belong to.
struct CandidateSets {
    /// The number of candidates; the set of one candidate alone has the candidate's number.
    let candidateCount: Int

    /// The members of all other sets, one set after the other, and where each set's end.
    private var members: [Int32] = []
    private var ends: [Int] = []

    /// The unions that were made, by the hash of their parts' numbers in ascending order.
    private var unions: [TaskKey: Int32] = [:]

    /// For each candidate the last union that it was found to be a member of.
    private var marks: [Int32]
    private var unionCount: Int32 = 0

    /// The set of every candidate, once it has arisen.
    private var everyone: Int32?

    init(candidateCount: Int) {
        self.candidateCount = candidateCount
        marks = [Int32](repeating: 0, count: candidateCount)
    }

    /// How many sets there are.
    var count: Int { candidateCount + ends.count }

    /// How many members the sets of more than one candidate have, all together.
    var memberCount: Int { members.count }

    /// How many candidates a set has.
    func count(of set: Int32) -> Int {
        Int(set) < candidateCount ? 1 : range(of: Int(set) - candidateCount).count
    }

    /// Calls `body` with each candidate of a set.
    func forEach(in set: Int32, _ body: (Int) -> Void) {
        guard Int(set) >= candidateCount else { return body(Int(set)) }
        for place in range(of: Int(set) - candidateCount) { body(Int(members[place])) }
    }

    /// The union of some sets, at least one.
    ///
    /// O(parts), and where it is not known yet O(the parts' members).
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
        // A part that has as many candidates has the same ones.
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
        guard marks[Int(candidate)] != unionCount else { return }
        marks[Int(candidate)] = unionCount
        members.append(candidate)
    }

    private func range(of place: Int) -> Range<Int> { (place == 0 ? 0 : ends[place - 1])..<ends[place] }

    /// Each number once, in ascending order.
    private static func distinct(_ parts: [Int32]) -> [Int32] {
        let isAscending = zip(parts, parts.dropFirst()).allSatisfy { $0 < $1 }
        if isAscending { return parts }
        var distinct: [Int32] = []
        for part in parts.sorted() where part != distinct.last { distinct.append(part) }
        return distinct
    }
}
