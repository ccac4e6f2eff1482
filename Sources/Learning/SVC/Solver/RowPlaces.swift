/// Memory for rows of one width at most, place after place.
struct RowPlaces<Element: KernelElement>: ~Copyable {
    /// No row is there.
    static var free: Int32 { -1 }

    /// A row is about to be read to there.
    static var reserved: Int32 { -2 }

    /// The elements from one row's start to the next's: the width, rounded up to whole vectors.
    let stride: Int

    /// By place: the example whose row is there, or ``free`` or ``reserved``.
    let exampleOf: WorkBuffer<Int32>

    /// By place: the generation of active examples that its elements follow.
    let generationOf: WorkBuffer<Int32>

    /// How many places were ever used, the first ones.
    private(set) var taken = 0

    /// Those of them that are free again.
    private var freed: [Int] = []

    private let elements: WorkBuffer<Element>

    init(width: Int, count: Int) {
        stride = padded(width)
        elements = WorkBuffer(uninitialized: count * stride)
        exampleOf = WorkBuffer(count: count, repeating: Self.free)
        generationOf = WorkBuffer(count: count, repeating: 0)
    }

    /// A place that is free, if there is one; it counts as reserved from then on.
    mutating func takeFree() -> Int? {
        let place = freed.popLast() ?? (taken < exampleOf.count ? taken : nil)
        guard let place else { return nil }
        taken = max(taken, place + 1)
        exampleOf[place] = Self.reserved
        return place
    }

    /// Makes a place free.
    mutating func free(_ place: Int) {
        exampleOf[place] = Self.free
        freed.append(place)
    }

    /// The row at a place.
    func row(_ place: Int) -> UnsafeMutablePointer<Element> { elements.start + place * stride }
}
