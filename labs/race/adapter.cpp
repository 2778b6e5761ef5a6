#include <concepts>
#include <functional>
#include <type_traits>

#include "labs/race/subject.hpp"
#include "race/race.hpp"

// The one file that sees the submission. What the compiler can hold it to stands here.
using Change = std::function<int(int)>;

// Templates, since only in a template does a missing function make a requirement false.
template <class D>
concept Updates = requires(D& database, const Change& change) {
  { database.update(change) } -> std::same_as<void>;
};

template <class D>
concept Reads = requires(const D& database) {
  { database.read() } -> std::same_as<threading::Record>;
  { database.read().value } -> std::convertible_to<int>;
  { database.read().updates } -> std::convertible_to<int>;
};

static_assert(std::is_default_constructible_v<threading::Database>,
              "Database() is a row with the value 0");
static_assert(Updates<threading::Database>,
              "the race lab needs `void update(const std::function<int(int)>& change)`");
static_assert(Reads<threading::Database>, "the race lab needs `Record read() const`");

namespace subject {

struct Database::Impl {
  threading::Database database;
};

Database::Database() : impl_(std::make_unique<Impl>()) {}
Database::~Database() = default;

void Database::update(const Change& change) {
  impl_->database.update(change);
}
Record Database::read() const {
  const threading::Record record = impl_->database.read();
  return {record.value, record.updates};
}

}  // namespace subject
