/// Memory for rows of one width at most, place after place.
struct RowPlaces: ~Copyable {
    /// No row is there.
    static let free: Int32 = -1

    /// A row is about to be read to there.
    static let reserved: Int32 = -2

    /// The elements from one row's start to the next's: the width, rounded up to whole vectors.
    let stride: Int

    /// By place: the example whose row is there, or ``free`` or ``reserved``.
    let exampleOf: WorkBuffer<Int32>

    /// By place: the generation of active examples that its elements follow.
    let generationOf: WorkBuffer<Int32>

    /// How many places were ever used, the first ones.
    var taken = 0

    private let elements: WorkBuffer<Float>

    init(width: Int, count: Int) {
        stride = padded(width)
        elements = WorkBuffer(uninitialized: count * stride)
        exampleOf = WorkBuffer(count: count, repeating: Self.free)
        generationOf = WorkBuffer(count: count, repeating: 0)
    }

    /// The row at a place.
    func row(_ place: Int) -> UnsafeMutablePointer<Float> { elements.start + place * stride }
}
