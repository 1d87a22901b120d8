"""Many invented products, and the list that stays cheap."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.tests.factories import UserFactory
from demo.scale import fill_products
from producers.models import Producer, Representative
from products.models import Product, Recognition, SalesChannel

MOST_QUERIES = 10


@pytest.fixture
def reference(db):
    call_command("load_reference", verbosity=0)


@pytest.mark.usefixtures("reference")
class TestFilling:
    def test_it_adds_as_many_products_as_asked_all_invented(self):
        filled = fill_products(count=100)
        assert filled.products == Product.objects.count() == 100
        assert not Product.objects.filter(is_invented=False).exists()
        assert not Producer.objects.filter(is_invented=False).exists()
        assert Representative.objects.count() == filled.producers == 34
        assert Recognition.objects.count() == filled.recognitions > 80
        assert SalesChannel.objects.count() == filled.channels

    def test_it_can_be_called_again(self):
        fill_products(count=30)
        fill_products(count=30)
        assert Product.objects.count() == 60

    def test_names_can_be_searched_and_sorted(self):
        fill_products(count=60)
        product = Product.objects.first()
        assert product.search_text
        assert product.sort_key
        assert Product.objects.search(product.producer.name).filter(pk=product.pk).exists()

    def test_fewer_than_one_is_refused(self):
        with pytest.raises(CommandError, match="từ 1 trở lên"):
            call_command("fill_products", count=0)

    @pytest.mark.parametrize("query", ["", "?q=sen+say&star=4&channel=online&sort=-until&size=50"])
    def test_the_list_needs_at_most_ten_queries(self, client, django_assert_max_num_queries, query):
        fill_products(count=400)
        client.force_login(UserFactory(office=True))
        client.get(reverse("products:product_list"))
        with django_assert_max_num_queries(MOST_QUERIES):
            answer = client.get(reverse("products:product_list") + query)
        assert answer.status_code == 200


@pytest.mark.django_db
def test_production_refuses(settings):
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="OCOP_ENV=production"):
        call_command("fill_products", count=10)
    assert not Product.objects.exists()
