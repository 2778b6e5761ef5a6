#include <memory>

#include "door/door.hpp"
#include "labs/door/subject.hpp"

namespace subject {

struct Door::Impl {
  door::Door door;
};

Door::Door() : impl_(std::make_unique<Impl>()) {}
Door::~Door() = default;

int Door::open() {
  return impl_->door.open();
}
int Door::count() const {
  return impl_->door.count();
}

}  // namespace subject
